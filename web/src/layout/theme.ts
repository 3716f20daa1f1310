import { createTheme } from '@mantine/core'

/** Shades that stay readable: white on 8 and 8 on white have a contrast of more than 4.5. */
export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 8 },
  defaultRadius: 'md',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif',
  cursorType: 'pointer',
  respectReducedMotion: true,
})

import { createTheme, DEFAULT_THEME, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** Words are set in the darkest shade, which has to be read on white and on the palest of its own: more than 4.5 : 1. */
function readable(name: 'green' | 'orange' | 'red', darkest: string): MantineColorsTuple {
  const [s0, s1, s2, s3, s4, s5, s6, s7, s8] = DEFAULT_THEME.colors[name]
  return [s0, s1, s2, s3, s4, s5, s6, s7, s8, darkest]
}

export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: 9,
  colors: {
    green: readable('green', '#1b6b2f'),
    orange: readable('orange', '#8f3d05'),
    red: readable('red', '#b02525'),
  },
  defaultRadius: 'md',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif',
  cursorType: 'pointer',
  respectReducedMotion: true,
})

/**
 * What the component library says quietly, as the line under a field or the words in an empty one, is to be read as well;
 * so is what it says of an error.
 */
export const quietWords: CSSVariablesResolver = ({ colors }) => {
  const quiet = {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
  }
  return { variables: {}, light: quiet, dark: {} }
}

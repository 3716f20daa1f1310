import type { NoticeSettings } from '../ports.ts'

/** A notice that shows everything on the page and sends nothing. */
export const defaults: NoticeSettings = {
  locale: 'KO',
  timeZone: 'Asia/Seoul',
  kakaoAll: false,
  configured: new Set(),
  staffEmail: [],
  codeOf: () => '123456',
}

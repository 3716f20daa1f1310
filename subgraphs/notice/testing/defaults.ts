import type { Telling } from '../ports.ts'
import { stopTokensOf } from '../secrets.ts'

/** A notice that shows everything on the page and sends nothing. */
export const defaults: Telling = {
  locale: 'KO',
  timeZone: 'Asia/Seoul',
  kakaoAll: false,
  staffEmail: [],
  webUrl: 'https://library.example',
  pushServices: ['127.0.0.1'],
  pushPublicKey: '',
  senders: new Map(),
  codeOf: () => '123456',
  stopTokens: stopTokensOf(['a secret of the tests, long enough']),
  wake: () => undefined,
}

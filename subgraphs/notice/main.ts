import { oneOf, text } from '@ebook/chassis/config'
import { runWritingSubgraph, writingSubgraph } from '@ebook/chassis/writing-subgraph'
import { OWNERS, PORTS } from '../subgraphs.ts'
import { migrations } from './database.ts'
import { LOCALES } from './facts.ts'
import { policies } from './policies.ts'
import type { NoticePorts, NoticeSettings } from './ports.ts'
import { resolvers } from './resolvers.ts'

export const notice = writingSubgraph({
  name: 'notice',
  port: PORTS.notice,
  schema: new URL('./schema.graphql', import.meta.url),
  variables: {
    NOTICE_LOCALE: oneOf(LOCALES, 'KO'),
    NOTICE_TIME_ZONE: text('Asia/Seoul'),
  },
  settings: (config): NoticeSettings => ({
    locale: config.NOTICE_LOCALE,
    timeZone: config.NOTICE_TIME_ZONE,
    kakaoAll: false,
    configured: new Set(),
    staffEmail: [],
    codeOf: () => '',
  }),
  migrations,
  owners: OWNERS,
  policies: ({ settings }) => policies(settings),
  // Nobody waits for a notice.
  waitsForCompany: true,
  ports: (base): NoticePorts => base,
  timers: () => [],
  services: () => [],
  resolvers,
  loaders: () => undefined,
})

if (import.meta.main) await runWritingSubgraph(notice)

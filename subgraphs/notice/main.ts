import { ConfigError, list, oneOf, secret, secrets, text, url } from '@ebook/chassis/config'
import type { Timer } from '@ebook/chassis/timer'
import { runWritingSubgraph, writingSubgraph } from '@ebook/chassis/writing-subgraph'
import { OWNERS, PORTS } from '../subgraphs.ts'
import { migrations } from './database.ts'
import { tellOfDeadLetters } from './dead-letters.ts'
import { LOCALES } from './facts.ts'
import { deliveryMetrics } from './metrics.ts'
import { openSenders } from './open-senders.ts'
import { policies } from './policies.ts'
import type { NoticePorts, NoticeSettings } from './ports.ts'
import { resolvers } from './resolvers.ts'
import { codesOf, stopTokensOf, vapidKeysOf } from './secrets.ts'
import { deliverTimer } from './timers/deliver.ts'
import { licencesEndTimer } from './timers/licences-end.ts'
import { remindTimer } from './timers/remind.ts'
import { requestsWaitTimer } from './timers/requests-wait.ts'
import { isZone } from './zone.ts'

/** Of the browsers that there are. */
const PUSH_SERVICES = ['fcm.googleapis.com', '*.push.services.mozilla.com', '*.notify.windows.com', '*.push.apple.com']

export const notice = writingSubgraph({
  name: 'notice',
  port: PORTS.notice,
  schema: new URL('./schema.graphql', import.meta.url),
  variables: {
    SUBGRAPH_SECRET: secrets(),
    NOTICE_SECRET: secrets().optional(),
    NOTICE_LOCALE: oneOf(LOCALES, 'KO'),
    NOTICE_TIME_ZONE: text('Asia/Seoul'),
    NOTICE_WEB_URL: url(['http:', 'https:'], 'http://localhost:4000'),
    NOTICE_STAFF_EMAIL: list([]),
    NOTICE_FILES: text().optional(),
    NOTICE_SMTP_URL: url(['smtp:', 'smtps:']).optional(),
    NOTICE_MAIL_FROM: text('Library <library@localhost>'),
    NOTICE_PUSH_CONTACT: url(['mailto:', 'https:']).optional(),
    NOTICE_PUSH_SERVICES: list(PUSH_SERVICES),
    NOTICE_KAKAO_ALL: oneOf(['true', 'false'], 'false'),
    NOTICE_KAKAO_URL: url(['https:', 'http:']).optional(),
    NOTICE_KAKAO_APP_KEY: text().optional(),
    NOTICE_KAKAO_SECRET_KEY: text().optional(),
    NOTICE_KAKAO_SENDER_KEY: text().optional(),
    NOTICE_WEBHOOK_URL: url(['https:', 'http:']).optional(),
    NOTICE_WEBHOOK_SECRET: secret().optional(),
  },
  settings: (config, { add }): NoticeSettings => {
    if (!isZone(config.NOTICE_TIME_ZONE))
      throw new ConfigError([
        { variable: 'NOTICE_TIME_ZONE', problem: 'is no time zone; expected one such as Asia/Seoul' },
      ])
    // A secret of its own outlives those of the router: browsers and old mails hold what is made of it.
    const roots = config.NOTICE_SECRET ?? config.SUBGRAPH_SECRET
    const [root = ''] = roots
    const pushKeys = vapidKeysOf(root)
    const senders = openSenders(config, pushKeys)
    for (const [channel, sender] of senders) add(`sender ${channel}`, sender)
    return {
      locale: config.NOTICE_LOCALE,
      timeZone: config.NOTICE_TIME_ZONE,
      kakaoAll: config.NOTICE_KAKAO_ALL === 'true',
      staffEmail: config.NOTICE_STAFF_EMAIL,
      webUrl: config.NOTICE_WEB_URL,
      pushServices: config.NOTICE_PUSH_SERVICES,
      pushPublicKey: pushKeys.publicKey,
      senders,
      codeOf: codesOf(root),
      stopTokens: stopTokensOf(roots),
    }
  },
  migrations,
  owners: OWNERS,
  policies: ({ settings, wake }) => policies({ ...settings, wake }),
  // Nobody waits for a notice.
  waitsForCompany: true,
  ports: (base, { registry }): NoticePorts => ({
    ...base,
    telling: { ...base.settings, wake: base.wake },
    counted: deliveryMetrics(registry, base.db),
  }),
  timers: (ports) => [
    deliverTimer(ports),
    // What was written just now reminds nobody: these look once a minute, and are not woken.
    ...[remindTimer(ports), requestsWaitTimer(ports), licencesEndTimer(ports)].map(unhurried),
  ],
  services: (ports, nats) => [tellOfDeadLetters(ports, nats)],
  resolvers,
  loaders: () => undefined,
})

const unhurried = (timer: Timer): Timer => ({ ...timer, soon: () => undefined })

if (import.meta.main) await runWritingSubgraph(notice)

import { ConfigError } from '@ebook/chassis/config'
import type { Channel } from './facts.ts'
import { alimtalkSender } from './senders/alimtalk-sender.ts'
import { fileSender } from './senders/file-sender.ts'
import { pushSender, type VapidKeys } from './senders/push-sender.ts'
import type { Sender } from './senders/sender.ts'
import { smtpSender } from './senders/smtp-sender.ts'
import { webhookSender } from './senders/webhook-sender.ts'

/** What the environment says of ways out of the house; each may be left out. */
export interface SenderConfig {
  readonly NOTICE_FILES?: string | undefined
  readonly NOTICE_SMTP_URL?: string | undefined
  readonly NOTICE_MAIL_FROM: string
  readonly NOTICE_PUSH_CONTACT?: string | undefined
  readonly NOTICE_KAKAO_URL?: string | undefined
  readonly NOTICE_KAKAO_APP_KEY?: string | undefined
  readonly NOTICE_KAKAO_SECRET_KEY?: string | undefined
  readonly NOTICE_KAKAO_SENDER_KEY?: string | undefined
  readonly NOTICE_WEBHOOK_URL?: string | undefined
  readonly NOTICE_WEBHOOK_SECRET?: string | undefined
}

/** A sender for each channel that is configured; NOTICE_FILES is one for those that are not. */
export function openSenders(config: SenderConfig, keys: VapidKeys): ReadonlyMap<Channel, Sender> {
  const { NOTICE_FILES: folder, NOTICE_MAIL_FROM: from } = config
  const file = (channel: Channel) => (folder === undefined ? undefined : fileSender(channel, folder, { from }))
  const chosen = [
    mailSender(config) ?? file('EMAIL'),
    push(config, keys) ?? file('PUSH'),
    kakao(config) ?? file('KAKAO'),
  ]
  return new Map(chosen.flatMap((sender) => (sender === undefined ? [] : [[sender.channel, sender] as const])))
}

function mailSender({ NOTICE_SMTP_URL: url, NOTICE_MAIL_FROM: from }: SenderConfig): Sender | undefined {
  return url === undefined ? undefined : smtpSender(url, { from })
}

function push({ NOTICE_PUSH_CONTACT: contact }: SenderConfig, keys: VapidKeys): Sender | undefined {
  return contact === undefined ? undefined : pushSender({ contact, keys })
}

function kakao(config: SenderConfig): Sender | undefined {
  const { NOTICE_KAKAO_URL: url, NOTICE_WEBHOOK_URL: hook, NOTICE_WEBHOOK_SECRET: secret } = config
  if (url !== undefined) {
    const [appKey, secretKey, senderKey] = [
      needed(config, 'NOTICE_KAKAO_APP_KEY'),
      needed(config, 'NOTICE_KAKAO_SECRET_KEY'),
      needed(config, 'NOTICE_KAKAO_SENDER_KEY'),
    ]
    return alimtalkSender({ url, appKey, secretKey, senderKey })
  }
  if (hook === undefined) return undefined
  return webhookSender({ url: hook, secret: secret ?? needed(config, 'NOTICE_WEBHOOK_SECRET') })
}

/** Throws ConfigError for what its neighbour makes necessary. */
function needed(config: SenderConfig, variable: keyof SenderConfig): string {
  const value = config[variable]
  if (value === undefined) throw new ConfigError([{ variable, problem: 'is not set; its channel needs it' }])
  return value
}

import { createHmac } from 'node:crypto'
import { post } from './post.ts'
import type { Sender } from './sender.ts'

export interface WebhookSettings {
  readonly url: string
  /** By which the receiver knows that it is us (Standard Webhooks). */
  readonly secret: string
}

/** As the specification advises for a receiver that remembers ids. */
const REMEMBERED_MS = 10 * 60_000

/** For any vendor of Kakao messages: a signed webhook (standardwebhooks.com) to whatever speaks to them. */
export function webhookSender({ url, secret }: WebhookSettings): Sender {
  return {
    channel: 'KAKAO',
    repeatableForMs: REMEMBERED_MS,
    send({ to, key, locale, title, body, link, parts }, signal) {
      if (to.channel !== 'KAKAO') throw new Error(`a message by ${to.channel} is none by Kakao`)
      const payload = JSON.stringify({ to: to.phone, locale, title, body, link, parts })
      const timestamp = Math.floor(Date.now() / 1_000).toString()
      const signature = createHmac('sha256', secret).update(`${key}.${timestamp}.${payload}`).digest('base64')
      const headers = { 'webhook-id': key, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
      return post(url, headers, payload, signal, () => ({ kind: 'sent', id: key }))
    },
    stop: async () => undefined,
  }
}

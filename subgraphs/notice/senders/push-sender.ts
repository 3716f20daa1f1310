import webPush from 'web-push'
import { retryAfter } from './post.ts'
import type { Outcome, Sender } from './sender.ts'

export interface PushSettings {
  /** NOTICE_PUSH_CONTACT: whom a push service may write to. */
  readonly contact: string
  readonly keys: VapidKeys
}

/** By which push services and browsers know who sends. */
export interface VapidKeys {
  readonly publicKey: string
  readonly privateKey: string
}

const HTTP_GONE: readonly number[] = [404, 410]
const HTTP_TOO_LARGE_OR_WRONG: readonly number[] = [400, 401, 403, 413]

/** Web push (RFC 8030, 8291, 8292). What is sent twice has one Topic, so that a browser that was away shows one. */
export function pushSender({ contact: subject, keys }: PushSettings): Sender {
  return {
    channel: 'PUSH',
    repeatableForMs: Infinity,
    async send({ to, key, title, body, link, urgent, staleAt }, signal) {
      if (to.channel !== 'PUSH') throw new Error(`a message by ${to.channel} is no push`)
      const { endpoint, p256dh, auth } = to
      try {
        const { headers, body: encrypted } = webPush.generateRequestDetails(
          { endpoint, keys: { p256dh, auth } },
          JSON.stringify({ title, body, link, tag: key }),
          {
            vapidDetails: { subject, ...keys },
            TTL: Math.max(0, Math.round((staleAt.getTime() - Date.now()) / 1_000)),
            topic: key.replaceAll('-', ''),
            urgency: urgent ? 'high' : 'normal',
          },
        )
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: headers as Record<string, string>,
          body: new Uint8Array(encrypted ?? []),
          // The place was looked at when the device was added; where it leads to was not.
          redirect: 'manual',
          signal,
        })
        await response.body?.cancel()
        return outcomeOf(response)
      } catch (error) {
        return { kind: 'again', why: String(error) }
      }
    },
    stop: async () => undefined,
  }
}

function outcomeOf(response: Response): Outcome {
  const { ok, status, headers } = response
  const why = `the push service answered ${status}`
  if (ok) return { kind: 'sent', id: headers.get('location') ?? '' }
  if (HTTP_GONE.includes(status)) return { kind: 'never', why, gone: true }
  if (HTTP_TOO_LARGE_OR_WRONG.includes(status)) return { kind: 'never', why }
  return { kind: 'again', why, ...retryAfter(response) }
}

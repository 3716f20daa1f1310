import { z } from 'zod'
import { post } from './post.ts'
import type { Message, Outcome, Sender } from './sender.ts'

/** Of an account at NHN Cloud, whose KakaoTalk Bizmessage API (v2.2) this speaks. */
export interface AlimtalkSettings {
  /** Such as https://api-alimtalk.cloud.toast.com */
  readonly url: string
  readonly appKey: string
  readonly secretKey: string
  readonly senderKey: string
}

/** By its published documentation a key is known again for ten minutes. */
const KEY_KNOWN_MS = 10 * 60_000

const Answer = z.object({
  header: z.object({ isSuccessful: z.boolean(), resultCode: z.number(), resultMessage: z.string() }),
  message: z
    .object({
      requestId: z.string(),
      sendResults: z.array(z.object({ resultCode: z.number(), resultMessage: z.string() })),
    })
    .optional(),
})

/**
 * A template that Kakao has approved, letter for letter as in words/: a sentence that changes gets another version here, and
 * is approved before it is released. Only what fills its blanks is sent.
 */
const templateOf = (kind: string, locale: string): string => `${kind}_${locale}_1`

/** Kakao Alimtalk. It costs money and annoys, so what may have been sent is not sent again after ten minutes. */
export function alimtalkSender({ url, appKey, secretKey, senderKey }: AlimtalkSettings): Sender {
  const address = new URL(`/alimtalk/v2.2/appkeys/${encodeURIComponent(appKey)}/messages`, url).href
  return {
    channel: 'KAKAO',
    repeatableForMs: KEY_KNOWN_MS,
    send({ to, key, locale, parts }: Message, signal) {
      if (to.channel !== 'KAKAO') throw new Error(`a message by ${to.channel} is none by Kakao`)
      const [part] = parts
      if (part === undefined || parts.length > 1) throw new Error('Kakao has a template for one notice at a time')
      const payload = JSON.stringify({
        senderKey,
        templateCode: templateOf(part.kind, locale),
        recipientList: [
          {
            recipientNo: to.phone,
            templateParameter: part.variables,
            resendParameter: { isResend: true, resendType: 'SMS' },
          },
        ],
      })
      const headers = { 'x-secret-key': secretKey, 'x-nc-api-idempotency-key': key }
      return post(address, headers, payload, signal, outcomeOf)
    },
    stop: async () => undefined,
  }
}

function outcomeOf(given: unknown): Outcome {
  const answer = Answer.safeParse(given).data
  if (answer === undefined) return { kind: 'unknown', why: 'the provider answered what nobody can read' }
  const { header, message } = answer
  if (!header.isSuccessful) return { kind: 'never', why: `${header.resultCode} ${header.resultMessage}` }
  const refused = message?.sendResults.find(({ resultCode }) => resultCode !== 0)
  if (refused) return { kind: 'never', why: `${refused.resultCode} ${refused.resultMessage}` }
  return { kind: 'sent', id: message?.requestId ?? '' }
}

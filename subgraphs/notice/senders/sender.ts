import type { Channel, Kind, Locale } from '../facts.ts'
import type { Variables } from '../words/tell.ts'

/** Where a message goes. */
export type Recipient =
  | { readonly channel: 'EMAIL'; readonly addresses: readonly string[] }
  | { readonly channel: 'KAKAO'; readonly phone: string }
  | { readonly channel: 'PUSH'; readonly endpoint: string; readonly p256dh: string; readonly auth: string }

/** What is sent, in its reader's words. */
export interface Message {
  /** The delivery's id: the same, however often it is sent. */
  readonly key: string
  readonly to: Recipient
  readonly locale: Locale
  readonly title: string
  readonly body: string
  /** Absolute, and without a token: who follows it signs in. */
  readonly link: string
  /** Absolute; null for what nobody can stop but by asking for nothing. */
  readonly unsubscribe: string | null
  /** Each that is told, with what fills its sentences: for a channel that keeps the sentences itself. */
  readonly parts: readonly { readonly kind: Kind; readonly variables: Variables }[]
  readonly urgent: boolean
  /** After which nobody wants it. */
  readonly staleAt: Date
}

/** What became of a message. */
export type Outcome =
  | { readonly kind: 'sent'; readonly id: string }
  /** It was not sent, and may be later; not sooner than in so many milliseconds, if that was said. */
  | { readonly kind: 'again'; readonly why: string; readonly afterMs?: number }
  /** It will never be. `gone`: nor will any other to this recipient. */
  | { readonly kind: 'never'; readonly why: string; readonly gone?: true }
  /** It may have been sent. */
  | { readonly kind: 'unknown'; readonly why: string }

/** One way out of the house. */
export interface Sender {
  readonly channel: Channel
  /**
   * For how long after the first try the same key sent again is one message to its reader, in milliseconds. Later, what may
   * have been sent is not sent again.
   */
  readonly repeatableForMs: number
  /** Sends, or says why not, by when the signal comes; never rejects. */
  send(message: Message, signal: AbortSignal): Promise<Outcome>
  stop(): Promise<void>
}

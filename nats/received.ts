import { disagreementOf, producerOf, PublishedEvent, type Owners } from './event.ts'

/** Why a message is not taken in: nobody can read it, or it is not what its subject says. */
export const REFUSALS = ['unreadable', 'forged'] as const
export type Refusal = (typeof REFUSALS)[number]

export interface Refused {
  readonly reason: Refusal
  /** The first that is wrong, without what the sender wrote. */
  readonly why: string
}

export type Reading =
  { readonly event: PublishedEvent; readonly refused?: never } | { readonly event?: never; readonly refused: Refused }

/**
 * Reads a message of the stream. The subject is what the broker's permissions bind to a context, so the body is believed
 * only as far as it agrees: a context can say its own events, and nobody else's.
 */
export function readEvent(subject: string, text: string, owners: Owners): Reading {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { refused: { reason: 'unreadable', why: 'not JSON' } }
  }
  const parsed = PublishedEvent.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { refused: { reason: 'unreadable', why: `not an event: ${issue?.path.join('.')}: ${issue?.message}` } }
  }
  const event = parsed.data
  if (`${event.type}.${event.subject}` !== subject)
    return { refused: { reason: 'forged', why: `it says ${event.type}, which is not its subject` } }
  const why = disagreementOf(event, producerOf(subject), owners)
  return why === undefined ? { event } : { refused: { reason: 'forged', why } }
}

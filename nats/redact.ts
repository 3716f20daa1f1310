import type { Actor, DomainEvent } from './event.ts'

/** What is not to be known any more of what was said. */
export interface Redaction {
  /** Fields of the data, and what stands there from now on. */
  readonly instead: Readonly<Record<string, unknown>>
  /** Fields of the data that are left out. */
  readonly without: readonly string[]
}

/** Of whom it is not known any more who they were. */
export const NOBODY: Actor = 'MEMBER:anon'

/**
 * The same event, saying less: its id, type, place and version stay, and so does everything that nobody is known by. Whoever
 * keeps events, and whoever says them, redacts them by this, so that it does not matter who did. Twice is once.
 */
export function redact<Event extends DomainEvent>(event: Event, redaction: Redaction): Event {
  return {
    ...event,
    actor: redactActor(event.actor),
    data: redactData(event.data, redaction),
    redacted: true,
  }
}

export function redactData(
  data: Readonly<Record<string, unknown>>,
  { instead, without }: Redaction,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([field]) => !without.includes(field))
      .map(([field, value]) => [field, Object.hasOwn(instead, field) ? instead[field] : value]),
  )
}

export const redactActor = (actor: string): string => (actor.startsWith('MEMBER:') ? NOBODY : actor)

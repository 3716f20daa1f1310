import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Actor, Owners, PublishedEvent } from './event.ts'
import type { Cause } from './outbox.ts'
import type { MessagingTables } from './tables.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** An event as a policy receives it: the envelope, with the data that the policy asked for. */
export type Received<Data> = Omit<PublishedEvent, 'data'> & { readonly data: Data }

/**
 * Reads what reactions will need, for a whole batch of events at once: several policies that need the same share it. What
 * it locks it locks in an order that is the same everywhere.
 */
export type Fetch<DB, Data> = (unit: UnitOfWork<DB>, data: readonly Data[]) => Promise<unknown>

/**
 * Whenever <event>, then <reaction>. The schema is what this consumer expects (a tolerant reader: only the fields it
 * uses), parsed at run time because the stream holds yesterday's messages too.
 */
export interface Policy<DB> {
  readonly type: string
  readonly expects: z.ZodObject
  // Methods, so that a policy over a subgraph's own tables is one over the messaging tables too.
  /** The event's data as it is expected; each event is parsed once. */
  read(event: PublishedEvent): z.ZodSafeParseResult<unknown>
  fetch?(unit: UnitOfWork<DB>, data: readonly unknown[]): Promise<unknown>
  apply(unit: UnitOfWork<DB>, event: PublishedEvent): Promise<void>
}

/**
 * The reaction runs in the transaction of the inbox: exactly once per event, in the order of the aggregate's versions,
 * whatever is delivered. What it throws is counted and tried again, and in the end becomes a dead letter.
 */
export function on<DB, Schema extends z.ZodObject>(
  type: `ebook.${string}.v${number}`,
  expects: Schema,
  react: (unit: UnitOfWork<DB>, event: Received<z.infer<Schema>>) => Promise<void>,
  fetch?: Fetch<DB, z.infer<Schema>>,
): Policy<DB> {
  const readings = new WeakMap<PublishedEvent, z.ZodSafeParseResult<z.infer<Schema>>>()
  const read = (event: PublishedEvent) => {
    const reading = readings.get(event) ?? expects.safeParse(event.data)
    readings.set(event, reading)
    return reading
  }
  return {
    type,
    expects,
    read,
    ...(fetch && { fetch: fetch as Fetch<DB, unknown> }),
    async apply(unit, event) {
      const parsed = read(event)
      if (!parsed.success) throw new UnexpectedPayload(type, parsed.error)
      await react(unit, { ...event, data: parsed.data })
    },
  }
}

/**
 * Why a reaction happens. Without an `actor` it is done in the name of whoever did what the event tells; SYSTEM says that
 * a rule acts, and nobody in person.
 */
export function causeOfReaction(event: Received<unknown>, actor = event.actor as Actor): Cause {
  return { correlationId: event.correlationid, causationId: event.id, actor, traceparent: event.traceparent }
}

/** The event's data is not what the consumer expects; trying again cannot help. */
export class UnexpectedPayload extends Error {
  override readonly name = 'UnexpectedPayload'
  constructor(type: string, error: z.ZodError) {
    const problems = error.issues.map((issue) => `${issue.path.join('.') || 'data'}: ${issue.message}`).join('; ')
    super(`${type} does not carry what this consumer expects: ${problems}`)
  }
}

/** One consumer's inbox: who it is, where it keeps what it has seen, and what it does about it. */
export interface Inbox {
  readonly consumer: string
  readonly db: Kysely<MessagingTables>
  readonly policies: ReadonlyMap<string, Policy<MessagingTables>>
  readonly owners: Owners
  /** What follows from its events may wait a second, for others to share a commit with. */
  readonly waitsForCompany?: boolean | undefined
  readonly log: Logger
  /** Called after a commit of something that is to be published. */
  readonly onSaid?: () => void
}

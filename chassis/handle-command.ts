import type { Transaction } from 'kysely'
import type { AggregateType } from '@ebook/nats/event'
import { appendToOutbox, type Cause } from '@ebook/nats/outbox'
import { newestEventOf } from '@ebook/nats/sql/newest-event'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Decider } from './decider.ts'
import type { HistoryTables } from './history.ts'
import { writeHistory } from './sql/write-history.ts'

/** A decider with its row: how its state is loaded and saved, and which of its events others hear. */
export interface Aggregate<DB, Command, Event extends { readonly type: string }, State, Refusal> extends Decider<
  Command,
  Event,
  State,
  Refusal
> {
  readonly type: AggregateType
  /** The context that publishes its events. */
  readonly producer: string
  /** Locks the row (`for update`), so that the next command waits for this one's commit. */
  load(tx: Transaction<DB>, id: string): Promise<State | undefined>
  save(tx: Transaction<DB>, id: string, state: State, previous: State | undefined): Promise<void>
  /** The published form of an event; undefined for one that only the history keeps. */
  publish(event: Event, state: State): { readonly type: string; readonly data: object } | undefined
}

export type Handled<State, Event, Refusal> =
  | {
      readonly kind: 'accepted'
      readonly state: State
      readonly events: readonly Event[]
      /** Of those that others hear, as the outbox has them. */
      readonly eventIds: readonly string[]
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly state: State | undefined }

/**
 * Load, decide, evolve, save, history, outbox: all in the caller's transaction. That the first argument is a
 * transaction makes forgetting atomicity a type error.
 *
 * A refusal changes nothing. A command that leads to no event writes nothing.
 */
export async function handleCommand<DB, Command, Event extends { readonly type: string }, State, Refusal>(
  tx: Transaction<DB> & Transaction<MessagingTables & HistoryTables>,
  aggregate: Aggregate<DB, Command, Event, State, Refusal>,
  id: string,
  command: Command,
  cause: Cause,
): Promise<Handled<State, Event, Refusal>> {
  const previous: State | undefined = await aggregate.load(tx, id)
  const decision = aggregate.decide(command, previous)
  if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal, state: previous }

  let state: State | undefined = previous
  const published = []
  for (const event of decision.events) {
    state = aggregate.evolve(state, event)
    const message = aggregate.publish(event, state)
    if (message) published.push({ ...message, aggregate: aggregate.type, aggregateId: id })
  }
  if (state === undefined)
    throw new Error(`${aggregate.type} ${id}: a command on nothing led to nothing; refuse it instead`)
  if (decision.events.length === 0) return { kind: 'accepted', state, events: [], eventIds: [] }

  await aggregate.save(tx, id, state, previous)
  await writeHistory(tx, aggregate.type, id, decision.events, cause)
  const eventIds = await appendToOutbox(tx, aggregate.producer, published, cause)
  return { kind: 'accepted', state, events: decision.events, eventIds }
}

/**
 * The events that an answer about the aggregate rests on: those that the command led to, or else the last one before.
 * So a command that is repeated because its answer was lost names what the lost answer named.
 */
export async function eventsBehind<State>(
  tx: Transaction<MessagingTables>,
  { type, id }: { readonly type: AggregateType; readonly id: string },
  handled: Handled<State, unknown, unknown>,
): Promise<readonly string[]> {
  if (handled.state === undefined) return []
  const appended = handled.kind === 'accepted' ? handled.eventIds : []
  return appended.length > 0 ? appended : newestEventOf(tx, type, id)
}

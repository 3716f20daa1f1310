import type { Transaction } from 'kysely'
import type { AggregateType } from '@ebook/nats/event'
import { enveloped, type Cause } from '@ebook/nats/outbox'
import { insertOutbox } from '@ebook/nats/sql/insert-outbox'
import { newestEventOf } from '@ebook/nats/sql/newest-event'
import type { StoreWrite } from '@ebook/nats/store-write'
import type { MessagingTables } from '@ebook/nats/tables'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { Decider } from './decider.ts'
import { countInLogs, type Counted } from './sql/count-in-logs.ts'
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
  /** Locks the rows (`for update`, in the order of the ids), so that the next command waits for this one's commit. */
  load(tx: Transaction<DB>, ids: readonly string[]): Promise<Loaded<State>>
  readonly save: StoreWrite<Saved<State>>
  /** The published form of an event; undefined for one that only the history keeps. */
  publish(event: Event, state: State): { readonly type: string; readonly data: object } | undefined
}

/** What is in the rows; ids of which there are none are left out. */
export interface Loaded<State> {
  /** The owner's clock (rule G6). */
  readonly now: Date
  readonly found: readonly Found<State>[]
}

/** Uncounted: the row is older than its counters. */
export interface Found<State> {
  readonly id: string
  readonly state: State
  readonly said: number | null
  readonly happened: number | null
}

/** What becomes of an aggregate's row. `previous` is undefined when there is none yet. */
export interface Saved<State> extends Counted {
  readonly id: string
  readonly state: State
  readonly previous: State | undefined
}

/** An aggregate while a unit of work has it. */
interface Life<State> extends Counted {
  readonly id: string
  readonly previous: State | undefined
  state: State | undefined
  isToBeSaved: boolean
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

/** Of an aggregate, whatever its commands and events are. */
type Kind<DB, State> = Pick<Aggregate<DB, never, { readonly type: string }, State, unknown>, 'type' | 'load' | 'save'>

/** Loads those that the unit of work does not have yet, in one round trip. */
export async function load<DB, State>(
  unit: UnitOfWork<DB>,
  aggregate: Kind<DB, State>,
  ids: readonly string[],
): Promise<void> {
  const lives = unit.known<Life<State>>(aggregate.save)
  const missing = [...new Set(ids)].filter((id) => !lives.has(id))
  if (missing.length === 0) return
  await keep(unit, aggregate, await aggregate.load(unit.tx, missing))
  for (const id of missing) if (!lives.has(id)) begin(unit, aggregate, id)
}

/** What was loaded by something else than its id. */
export async function keep<DB, State>(
  unit: UnitOfWork<DB>,
  { type, save }: Kind<DB, State>,
  { now, found }: Loaded<State>,
): Promise<void> {
  unit.tellTime(now)
  const lives = unit.known<Life<State>>(save)
  const fresh = found.filter(({ id }) => !lives.has(id))
  const uncounted = fresh.filter(({ said, happened }) => unit.recounts || said === null || happened === null)
  const counted =
    uncounted.length === 0
      ? new Map<string, Counted>()
      : await countInLogs(
          unit.tx,
          type,
          uncounted.map(({ id }) => id),
        )
  for (const { id, state, said, happened } of fresh) {
    const counters = { said: said ?? 0, happened: happened ?? 0, ...counted.get(id) }
    lives.set(id, { id, state, previous: state, isToBeSaved: false, ...counters })
  }
}

/** An id that was made just now: there is no row to look for. */
export function begin<DB, State>(unit: UnitOfWork<DB>, { save }: Kind<DB, State>, id: string): void {
  const nothing = { state: undefined, previous: undefined, isToBeSaved: false, said: 0, happened: 0 }
  unit.known<Life<State>>(save).set(id, { id, ...nothing })
}

/** Those that the unit of work has, as they are by now. */
export function statesOf<DB, State>(unit: UnitOfWork<DB>, { save }: Kind<DB, State>): readonly State[] {
  const lives = [...unit.known<Life<State>>(save).values()]
  return lives.map(({ state }) => state).filter((state) => state !== undefined)
}

/**
 * Decide and evolve, in memory: state, history and outbox are written together when the unit of work ends. That it is
 * one makes forgetting atomicity impossible. Loads the aggregate if nobody has.
 *
 * A refusal changes nothing. A command that leads to no event writes nothing.
 */
export async function handleCommand<DB, Command, Event extends { readonly type: string }, State, Refusal>(
  unit: UnitOfWork<DB>,
  aggregate: Aggregate<DB, Command, Event, State, Refusal>,
  id: string,
  commandAt: (now: Date) => Command,
  cause: Cause,
): Promise<Handled<State, Event, Refusal>> {
  await load(unit, aggregate, [id])
  const life = unit.known<Life<State>>(aggregate.save).get(id)
  if (life === undefined) throw new Error(`${aggregate.type} ${id} was not loaded`)
  const { type, producer } = aggregate
  const { now } = unit
  const decision = aggregate.decide(commandAt(now), life.state)
  if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal, state: life.state }

  let { state } = life
  const eventIds: string[] = []
  for (const event of decision.events) {
    state = aggregate.evolve(state, event)
    life.happened += 1
    unit.write(writeHistory, { aggregate: type, id, seq: life.happened, event, cause })
    const message = aggregate.publish(event, state)
    if (message === undefined) continue
    life.said += 1
    const said = { ...message, aggregate: type, aggregateId: id, version: life.said, time: now }
    const published = enveloped(producer, said, cause)
    unit.write(insertOutbox, published)
    eventIds.push(published.id)
  }
  if (state === undefined) throw new Error(`${type} ${id}: a command on nothing led to nothing; refuse it instead`)
  life.state = state
  if (decision.events.length > 0 && !life.isToBeSaved) {
    life.isToBeSaved = true
    unit.write(aggregate.save, life as Saved<State>)
  }
  return { kind: 'accepted', state, events: decision.events, eventIds }
}

/**
 * The events that an answer about the aggregate rests on: those that the command led to, or else the last one before.
 * So a command that is repeated because its answer was lost names what the lost answer named.
 */
export async function eventsBehind<State>(
  { tx }: { readonly tx: Transaction<MessagingTables> },
  { type, id }: { readonly type: AggregateType; readonly id: string },
  handled: Handled<State, unknown, unknown>,
): Promise<readonly string[]> {
  if (handled.state === undefined) return []
  const appended = handled.kind === 'accepted' ? handled.eventIds : []
  return appended.length > 0 ? appended : newestEventOf(tx, type, id)
}

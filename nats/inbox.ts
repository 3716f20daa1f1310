import { tracing } from '@ebook/telemetry/tracing'
import { bury, GIVE_UP_AFTER } from './dead-letters.ts'
import type { PublishedEvent } from './event.ts'
import { UnexpectedPayload, type Inbox, type Policy } from './policy.ts'
import { processing, receiving } from './spans.ts'
import { aggregateKey } from './sql/aggregates.ts'
import { alreadyTaken } from './sql/already-taken.ts'
import { countAttempt, forgetAttempts, noteFailure } from './sql/attempts.ts'
import { enterInInbox } from './sql/inbox-rows.ts'
import { lookIntoInbox } from './sql/look-into-inbox.ts'
import { isAnyParked, park, readyParked, takeParked } from './sql/parked.ts'
import { takeBuried } from './sql/take-buried.ts'
import type { InboxOutcome, MessagingTables } from './tables.ts'
import { isTransient } from './transient.ts'
import { inUnitOfWork, type UnitOfWork } from './unit-of-work.ts'

/** An event with what the broker says of it. A redelivered one may have killed the process before. */
export interface Delivery {
  readonly event: PublishedEvent
  readonly redelivered: boolean
}

/** What to tell the broker: it is done with (handled, parked or buried: all committed), or try again later. */
export type Verdict = { readonly done: true } | { readonly done: false; readonly retryAfterMs: number }

const DONE: Verdict = { done: true }
const TRANSIENT_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000

/**
 * Takes a batch in. New messages share one transaction; when that fails, and for those delivered before, each gets a
 * transaction of its own, so that a poison message never takes its neighbours with it.
 */
export async function deliver(inbox: Inbox, deliveries: readonly Delivery[]): Promise<Verdict[]> {
  const first = deliveries.filter((delivery) => !delivery.redelivered)
  const together = first.length > 0 && (await receivedTogether(inbox, first))
  // Most of what is delivered again was handled, and only its acknowledgement was late.
  const again = deliveries.filter(({ redelivered }) => redelivered).map(({ event }) => event.id)
  const known = again.length === 0 ? new Set<string>() : await alreadyTaken(inbox.db, inbox.consumer, again)
  const verdicts: Verdict[] = []
  for (const { event, redelivered } of deliveries) {
    const settled = known.has(event.id) || (together && !redelivered)
    verdicts.push(settled ? DONE : await deliverAlone(inbox, event))
  }
  return verdicts
}

async function receivedTogether(inbox: Inbox, deliveries: readonly Delivery[]): Promise<boolean> {
  try {
    await receive(
      inbox,
      deliveries.map((delivery) => delivery.event),
    )
    return true
  } catch (error) {
    if (deliveries.length > 1)
      inbox.log.warn({ err: error, events: deliveries.length }, 'a batch failed; one by one now')
    return false
  }
}

async function deliverAlone(inbox: Inbox, event: PublishedEvent): Promise<Verdict> {
  return counted(inbox, event, (begins) => receive(inbox, [event], { begins }))
}

/** Called under the aggregate's lock before the effect, and only then: nobody else is at it, and it was not handled before. */
type Begins = () => Promise<void>

/**
 * Counts the attempt before it is made, and commits that on a connection of its own, so that a message that kills the
 * process is counted. Only whoever has the lock is counted: many replicas that wait for their turn at one event are no
 * failures of it.
 */
async function counted(
  inbox: Inbox,
  event: PublishedEvent,
  attempt: (begins: Begins) => Promise<void>,
): Promise<Verdict> {
  let attempts = 0
  const begins = async () => {
    attempts = await countAttempt(inbox.db, inbox.consumer, event.id)
    if (attempts > GIVE_UP_AFTER) throw new DidNotSurvive()
  }
  try {
    try {
      await attempt(begins)
      if (attempts > 0) await forgetAttempts(inbox.db, inbox.consumer, event.id)
      return DONE
    } catch (error) {
      return await afterFailure(inbox, event, attempts, error)
    }
  } catch (error) {
    inbox.log.warn({ err: error, eventId: event.id }, 'the inbox cannot be reached')
    return { done: false, retryAfterMs: TRANSIENT_RETRY_MS }
  }
}

/** `nth`: the number of the attempt; 0 if it failed before it was counted. */
async function afterFailure(inbox: Inbox, event: PublishedEvent, nth: number, error: unknown): Promise<Verdict> {
  const { db, consumer } = inbox
  if (isTransient(error)) {
    // A database that is away or busy is not the message's fault.
    if (nth > 0) await forgetAttempts(db, consumer, event.id)
    return { done: false, retryAfterMs: TRANSIENT_RETRY_MS }
  }
  if (error instanceof DidNotSurvive) {
    await bury(inbox, event, error.message, nth - 1)
    return DONE
  }
  const attempts = nth || (await countAttempt(db, consumer, event.id))
  inbox.log.error(
    { err: error, eventId: event.id, type: event.type, correlationId: event.correlationid, attempts },
    'an event failed',
  )
  await noteFailure(db, consumer, event.id, String(error))
  if (attempts >= GIVE_UP_AFTER || error instanceof UnexpectedPayload) {
    await bury(inbox, event, String(error), attempts)
    return DONE
  }
  return { done: false, retryAfterMs: Math.min(LONGEST_RETRY_MS, 200 * 2 ** attempts) }
}

/** Every attempt began, and none came to an end of any kind. */
class DidNotSurvive extends Error {
  override readonly name = 'DidNotSurvive'
  constructor() {
    super('the process did not survive handling it')
  }
}

/** Those in which nothing is parked, as far as this process knows. */
const nothingParked = new WeakSet<Inbox>()

interface Receiving {
  /** What is known of those that are to be handled: nothing, or that they are parked. */
  readonly before?: 'parked' | undefined
  readonly begins?: Begins
}

/**
 * The inbox rows, the effects and their outbox rows, in one transaction of two round trips: what is known of the events, and
 * what their policies need, is read together, all are handled in memory in their order, and all of it is written together.
 */
async function receive(
  inbox: Inbox,
  events: readonly PublishedEvent[],
  { before, begins }: Receiving = {},
): Promise<void> {
  const { consumer, log } = inbox
  const batch = uniqueById(events)
  let parked = false
  const takeIn = () =>
    inUnitOfWork(
      inbox.db,
      async (unit) => {
        const [{ outcomes, versions }] = await Promise.all([
          lookIntoInbox(unit.tx, consumer, batch),
          ...fetches(inbox, unit, batch),
        ])
        for (const event of batch) {
          if (outcomes.get(event.id) !== before) continue
          const version = versions.get(aggregateKey(event)) ?? 0
          let outcome: InboxOutcome = 'handled'
          if (event.aggregateversion <= version) {
            outcome = 'stale'
          } else if (event.aggregateversion > version + 1) {
            outcome = 'parked'
          } else {
            await begins?.()
            await apply(inbox, unit, event)
            versions.set(aggregateKey(event), event.aggregateversion)
          }
          if (before !== 'parked') unit.write(enterInInbox, { consumer, event, outcome })
          else if (outcome !== 'parked') unit.write(takeParked, { consumer, event, outcome })
          if (outcome !== 'parked' || before === 'parked') continue
          parked = true
          unit.write(park, { consumer, event })
          const { id: eventId, type, correlationid: correlationId } = event
          log.info(
            { eventId, type, version: event.aggregateversion, correlationId },
            'parked: an earlier event is missing',
          )
        }
      },
      inbox.onSaid,
    )
  await (tracing === undefined ? takeIn() : receiving(consumer, batch, takeIn))
  if (parked) nothingParked.delete(inbox)
}

async function apply(inbox: Inbox, unit: UnitOfWork<MessagingTables>, event: PublishedEvent): Promise<void> {
  const policy = inbox.policies.get(event.type)
  if (policy === undefined) return
  await (tracing === undefined
    ? policy.apply(unit, event)
    : processing(inbox.consumer, event, () => policy.apply(unit, event)))
}

/** As releaseParked, and asks nothing when this process knows that nothing is parked: what another has parked waits for it. */
export async function releaseWhatFollows(inbox: Inbox): Promise<void> {
  if (!nothingParked.has(inbox)) await releaseParked(inbox)
}

/** What the policies read beforehand, each once for all of its events, in the order of the policies. */
function fetches(inbox: Inbox, unit: UnitOfWork<MessagingTables>, events: readonly PublishedEvent[]) {
  const wanted = new Map<NonNullable<Policy<MessagingTables>['fetch']>, unknown[]>()
  for (const policy of inbox.policies.values()) {
    const { type, fetch } = policy
    if (fetch === undefined) continue
    // Data that cannot be read is the reaction's to complain of.
    const data = events.flatMap((event) => (event.type === type ? (policy.read(event).data ?? []) : []))
    if (data.length > 0) wanted.set(fetch, [...(wanted.get(fetch) ?? []), ...data])
  }
  return [...wanted].map(([fetch, data]) => fetch(unit, data))
}

/**
 * Handles parked messages whose predecessor has been handled since, in the order of their versions. Returns how many
 * were. Safe to run anywhere at any time.
 */
export async function releaseParked(inbox: Inbox): Promise<number> {
  let released = 0
  for (;;) {
    const ready = await readyParked(inbox.db, inbox.consumer)
    let progress = 0
    for (const event of ready) {
      const verdict = await counted(inbox, event, (begins) => receive(inbox, [event], { before: 'parked', begins }))
      if (verdict.done) progress += 1
    }
    released += progress
    if (progress === 0) break
  }
  // In this order: what is parked from here on takes it away again.
  nothingParked.add(inbox)
  if (await isAnyParked(inbox.db, inbox.consumer)) nothingParked.delete(inbox)
  return released
}

/** Handles a buried event after all. The caller's transaction records that it was. */
export async function receiveBuried(
  unit: UnitOfWork<MessagingTables>,
  inbox: Inbox,
  event: PublishedEvent,
): Promise<'handled' | 'too early'> {
  const taken = await takeBuried(unit.tx, inbox.consumer, event)
  if (taken === 'too early') return taken
  if (taken === 'next') {
    await Promise.all(fetches(inbox, unit, [event]))
    await apply(inbox, unit, event)
  }
  return 'handled'
}

function uniqueById(events: readonly PublishedEvent[]): PublishedEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()]
}

import { sql, type Transaction } from 'kysely'
import { aggregateKey, lockAggregates } from './aggregate-lock.ts'
import { bury, countAttempt, forgetAttempts, GIVE_UP_AFTER, noteFailure } from './dead-letters.ts'
import type { PublishedEvent } from './event.ts'
import { UnexpectedPayload, type Inbox } from './policy.ts'
import type { InboxOutcome, MessagingTables } from './tables.ts'
import { isTransient } from './transient.ts'

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
  const known = await alreadyTaken(inbox, deliveries)
  const verdicts: Verdict[] = []
  for (const { event, redelivered } of deliveries) {
    const settled = known.has(event.id) || (together && !redelivered)
    verdicts.push(settled ? DONE : await deliverAlone(inbox, event))
  }
  return verdicts
}

/** Most of what is delivered again was handled, and only its acknowledgement was late. */
async function alreadyTaken({ db, consumer }: Inbox, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const again = deliveries.filter(({ redelivered }) => redelivered).map(({ event }) => event.id)
  if (again.length === 0) return new Set()
  const rows = await db
    .selectFrom('inbox')
    .select('event_id')
    .where('consumer', '=', consumer)
    .where('event_id', '=', sql<string>`any(${again}::uuid[])`)
    .execute()
  return new Set(rows.map((row) => row.event_id))
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
  return counted(inbox, event, (begins) => receive(inbox, [event], begins))
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
    attempts = await countAttempt(inbox, event.id)
    if (attempts > GIVE_UP_AFTER) throw new DidNotSurvive()
  }
  try {
    try {
      await attempt(begins)
      if (attempts > 0) await forgetAttempts(inbox, event.id)
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
  if (isTransient(error)) {
    // A database that is away or busy is not the message's fault.
    if (nth > 0) await forgetAttempts(inbox, event.id)
    return { done: false, retryAfterMs: TRANSIENT_RETRY_MS }
  }
  if (error instanceof DidNotSurvive) {
    await bury(inbox, event, error.message, nth - 1)
    return DONE
  }
  const attempts = nth || (await countAttempt(inbox, event.id))
  inbox.log.error(
    { err: error, eventId: event.id, type: event.type, correlationId: event.correlationid, attempts },
    'an event failed',
  )
  await noteFailure(inbox, event.id, String(error))
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

/** The inbox rows, the effects and their outbox rows, in one transaction. */
async function receive(inbox: Inbox, events: readonly PublishedEvent[], begins?: Begins): Promise<void> {
  await inbox.db.transaction().execute(async (tx) => {
    await lockAggregates(tx, inbox.consumer, events)
    const seen = await versionsHandled(tx, inbox.consumer, events)
    const fresh = await insertInbox(tx, inbox.consumer, events)
    for (const event of uniqueById(events)) {
      if (!fresh.has(event.id)) continue
      const version = seen.get(aggregateKey(event)) ?? 0
      if (event.aggregateversion <= version) {
        await setOutcome(tx, inbox.consumer, event.id, 'stale')
      } else if (event.aggregateversion > version + 1) {
        await park(tx, inbox, event)
      } else {
        await begins?.()
        await inbox.policies.get(event.type)?.apply(tx, event)
        seen.set(aggregateKey(event), event.aggregateversion)
      }
    }
  })
}

/**
 * Handles parked messages whose predecessor has been handled since, in the order of their versions. Returns how many
 * were. Safe to run anywhere at any time.
 */
export async function releaseParked(inbox: Inbox): Promise<number> {
  let released = 0
  for (;;) {
    const ready = await readyParked(inbox)
    let progress = 0
    for (const event of ready) {
      const verdict = await counted(inbox, event, (begins) => receiveParked(inbox, event, begins))
      if (verdict.done) progress += 1
    }
    released += progress
    if (progress === 0) return released
  }
}

async function receiveParked(inbox: Inbox, event: PublishedEvent, begins: Begins): Promise<void> {
  await inbox.db.transaction().execute(async (tx) => {
    await lockAggregates(tx, inbox.consumer, [event])
    const taken = await tx
      .deleteFrom('parked_message')
      .where('consumer', '=', inbox.consumer)
      .where('event_id', '=', event.id)
      .returning('event_id')
      .executeTakeFirst()
    if (!taken) return
    await begins()
    await setOutcome(tx, inbox.consumer, event.id, 'handled')
    await inbox.policies.get(event.type)?.apply(tx, event)
  })
}

/** Handles a buried event after all. The caller's transaction records that it was. */
export async function receiveBuried(
  tx: Transaction<MessagingTables>,
  inbox: Inbox,
  event: PublishedEvent,
): Promise<'handled' | 'too early'> {
  await lockAggregates(tx, inbox.consumer, [event])
  const seen = await versionsHandled(tx, inbox.consumer, [event])
  const version = seen.get(aggregateKey(event)) ?? 0
  if (event.aggregateversion > version + 1) return 'too early'
  await insertInbox(tx, inbox.consumer, [event])
  await setOutcome(tx, inbox.consumer, event.id, 'handled')
  if (event.aggregateversion === version + 1) await inbox.policies.get(event.type)?.apply(tx, event)
  return 'handled'
}

async function versionsHandled(
  tx: Transaction<MessagingTables>,
  consumer: string,
  events: readonly PublishedEvent[],
): Promise<Map<string, number>> {
  const ids = [...new Set(events.map((event) => event.subject))]
  const rows = await tx
    .selectFrom('inbox')
    .select(['aggregate_type', 'aggregate_id', (eb) => eb.fn.max('aggregate_version').as('version')])
    .where('consumer', '=', consumer)
    .where('aggregate_type', 'in', [...new Set(events.map((event) => event.aggregatetype))])
    .where('aggregate_id', '=', sql<string>`any(${ids}::text[])`)
    .where('outcome', '=', 'handled')
    .groupBy(['aggregate_type', 'aggregate_id'])
    .execute()
  return new Map(rows.map((row) => [`${row.aggregate_type}/${row.aggregate_id}`, row.version]))
}

/** Returns the ids that were not in the inbox before. A second event at a taken position is an error, not a duplicate. */
async function insertInbox(
  tx: Transaction<MessagingTables>,
  consumer: string,
  events: readonly PublishedEvent[],
): Promise<Set<string>> {
  const { rows } = await sql<{ event_id: string }>`
    insert into inbox (consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome)
    select ${consumer}, *, 'handled' from unnest(
      ${events.map((event) => event.id)}::uuid[],
      ${events.map((event) => event.producer)}::text[],
      ${events.map((event) => event.pos)}::bigint[],
      ${events.map((event) => event.aggregatetype)}::text[],
      ${events.map((event) => event.subject)}::text[],
      ${events.map((event) => event.aggregateversion)}::integer[])
    on conflict (consumer, event_id) do nothing
    returning event_id`.execute(tx)
  return new Set(rows.map((row) => row.event_id))
}

async function setOutcome(
  tx: Transaction<MessagingTables>,
  consumer: string,
  eventId: string,
  outcome: InboxOutcome,
): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ outcome })
    .where('consumer', '=', consumer)
    .where('event_id', '=', eventId)
    .execute()
}

async function park(tx: Transaction<MessagingTables>, inbox: Inbox, event: PublishedEvent): Promise<void> {
  inbox.log.info(
    { eventId: event.id, type: event.type, version: event.aggregateversion, correlationId: event.correlationid },
    'parked: an earlier event is missing',
  )
  await setOutcome(tx, inbox.consumer, event.id, 'parked')
  await tx
    .insertInto('parked_message')
    .values({
      consumer: inbox.consumer,
      event_id: event.id,
      aggregate_type: event.aggregatetype,
      aggregate_id: event.subject,
      aggregate_version: event.aggregateversion,
      event: JSON.stringify(event),
    })
    .execute()
}

async function readyParked({ db, consumer }: Inbox): Promise<PublishedEvent[]> {
  // A scalar subquery, so that the plan always begins with the few parked messages: as a join it read the whole inbox.
  const { rows } = await sql<{ event: PublishedEvent }>`
    select parked.event from parked_message parked
    where parked.consumer = ${consumer} and (
      select true from inbox
      where inbox.consumer = parked.consumer and inbox.outcome = 'handled'
        and inbox.aggregate_type = parked.aggregate_type and inbox.aggregate_id = parked.aggregate_id
        and inbox.aggregate_version = parked.aggregate_version - 1
      limit 1)
    order by parked.aggregate_version limit 100`.execute(db)
  return rows.map((row) => row.event)
}

function uniqueById(events: readonly PublishedEvent[]): PublishedEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()]
}

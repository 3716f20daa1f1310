import type { Kysely } from 'kysely'
import type { NatsConnection } from 'nats'
import type { Logger } from 'pino'
import { z } from 'zod'
import { disagreementOf, PublishedEvent, type Owners } from './event.ts'
import type { Range, Repairable } from './repairable.ts'
import { call, serve, ServiceRefused } from './service.ts'
import { readOutbox } from './sql/read-outbox.ts'
import type { MessagingTables } from './tables.ts'

/** The endpoint by which a consumer asks a producer for the rows that the courier lost. */
const ENDPOINT = 'outbox'
const ANSWER_TIMEOUT_MS = 5_000
const ROWS_PER_ANSWER = 200
/** Then the other producers have their turn: one that gives event after event without end keeps nobody waiting. */
const ANSWERS_AT_ONCE = 50
// Below nats-server's default max_payload of 1 MiB.
const BYTES_PER_ANSWER = 700_000

const Positions = z.object({ from: z.int().positive(), to: z.int().positive() })
const Answer = z.object({ events: z.array(PublishedEvent), last: z.int().nonnegative() })

/** Serves the numbered rows of an outbox, from every replica. */
export async function serveOutbox(
  nats: NatsConnection,
  context: string,
  db: Kysely<MessagingTables>,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  return serve(
    nats,
    {
      context,
      endpoint: ENDPOINT,
      callers: 'anybody',
      request: Positions,
      handle: ({ from, to }) => answerOf(db, context, from, to),
    },
    onError,
  )
}

async function answerOf(
  db: Kysely<MessagingTables>,
  producer: string,
  from: number,
  to: number,
): Promise<z.infer<typeof Answer>> {
  const { rows, last } = await readOutbox(db, from, to, ROWS_PER_ANSWER)
  const events: PublishedEvent[] = []
  let bytes = 0
  for (const row of rows) {
    bytes += row.bytes
    if (events.length > 0 && bytes > BYTES_PER_ANSWER) break
    events.push({ ...row.event, producer, pos: row.pos })
  }
  return { events, last }
}

export interface RepairSettings {
  readonly nats: NatsConnection
  readonly log: Logger
  readonly owners: Owners
  /** Is told how many of the events that came the broker had lost; of what was redacted it was freed. */
  readonly onLost?: ((producer: string, events: number) => void) | undefined
}

/**
 * Asks a producer for rows of its outbox, at most as many as fit one answer. `last` is its newest position. Throws what
 * `call` throws, also when the answer holds what is not its own, or what was not asked for.
 */
export async function fetchOutbox(
  { nats, owners }: Pick<RepairSettings, 'nats' | 'owners'>,
  producer: string,
  from: number,
  to: number,
): Promise<z.infer<typeof Answer>> {
  const answer = await call(nats, producer, ENDPOINT, { from, to }, { timeoutMs: ANSWER_TIMEOUT_MS, response: Answer })
  let before = from - 1
  for (const event of answer.events) {
    const wrong =
      disagreementOf(event, producer, owners) ??
      (event.pos > before && event.pos <= to ? undefined : `its position ${event.pos} was not asked for`)
    if (wrong !== undefined) throw new ServiceRefused(502, `${producer}.${ENDPOINT} gave ${event.id}: ${wrong}`)
    before = event.pos
  }
  return answer
}

/**
 * Fetches what is missing among positions from the producer's outbox and has it taken in, or the beginning of it when it is
 * much. Returns how many events came. Throws what `fetchOutbox` throws.
 */
export async function repair(
  repairable: Repairable,
  settings: RepairSettings,
  producer: string,
  range: Range,
): Promise<number> {
  let repaired = 0
  let answers = 0
  for (const { from, to } of await repairable.missing(producer, range)) {
    for (let next = from; next <= to && answers < ANSWERS_AT_ONCE; answers += 1) {
      const { events, last } = await fetchOutbox(settings, producer, next, to)
      const newest = events.at(-1)
      if (!newest) {
        if (last < to)
          settings.log.warn({ producer, from: next, to, last }, 'a position that the producer never gave was announced')
        break
      }
      const came = await repairable.take(events)
      if (came === undefined) return repaired
      repaired += came.length
      const lost = came.filter(({ redacted }) => redacted !== true).length
      if (lost > 0) settings.onLost?.(producer, lost)
      next = newest.pos + 1
    }
  }
  return repaired
}

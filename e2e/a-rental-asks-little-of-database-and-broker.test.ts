import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { counting, type Counters, type CountsOfOne } from '@ebook/bench/cost/counters'
import { WatchedRentals } from '@ebook/bench/cost/watched-rentals'
import { CLIENTS, installed, query } from '@ebook/bench/installation'
import { PATIENCE } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'

const WARM_UP = 5
const ALONE = 10
const EACH = 5

type Bound = Pick<CountsOfOne, 'transactions' | 'roundTrips' | 'natsIn'>

/**
 * Counts are no timings: they say on any machine what a rental from request to APPROVED asks for, with all that follows,
 * and without what the installation would have done in that time by itself. They are to be lowered with it.
 */
const MOST_ALONE: Bound = { transactions: 23, roundTrips: 36, natsIn: 38 }
/** Batches share transactions; how many depends on who waits for whom. */
const MOST_OF_MANY: Bound = { transactions: 13, roundTrips: 21, natsIn: 41 }
/**
 * Entries of any one index, a rental: what was planned while a table was new must not read all of it when it has grown,
 * which nobody has told PostgreSQL yet.
 */
const MOST_ENTRIES = 25
/** A second in which nothing is asked for. */
const MOST_AT_REST: Bound = { transactions: 7.5, roundTrips: 8, natsIn: 10 }
/** Twice over all of what looks around every few seconds. */
const REST_SECONDS = 20
/** Notices of the rentals before may be under way in the first of them. */
const MOST_RESTS = 4

test('a rental asks for few transactions, round trips and messages, alone and among those of 32 members; and an installation at rest for fewer', async () => {
  const { alone, many, atRest, entries } = await counting((counters) =>
    installed(
      { ...counters.settings, env: { ...PATIENCE, ...counters.settings.env }, durable: false },
      async (installation) => {
        await query(installation.stack, 'postgres', 'alter system set autovacuum = off')
        await query(installation.stack, 'postgres', 'select pg_reload_conf()')
        const rentals = await WatchedRentals.open(installation, CLIENTS)
        const some = async (count: number) => {
          for (let index = 0; index < count; index += 1) await rentals.one()
        }
        await some(WARM_UP)
        const atRest = await resting(counters)
        const alone: Bound[] = []
        while (alone.length < ALONE) alone.push(own(await counters.each(async () => [await rentals.one()]), atRest))
        const amongOthers = async () => {
          await Promise.all(Array.from({ length: CLIENTS }, () => some(EACH)))
          return Array.from({ length: CLIENTS * EACH })
        }
        const many = await counters.each(amongOthers)
        const entries = await entriesEach(installation.stack, amongOthers)
        rentals.close()
        return { alone: leastOf(alone), many: own(many, atRest), atRest, entries }
      },
    ),
  )
  console.log(`alone: ${JSON.stringify(alone)}\nof many: ${JSON.stringify(many)}\nat rest: ${JSON.stringify(atRest)}`)
  expect(over(alone, MOST_ALONE)).toEqual({})
  expect(over(many, MOST_OF_MANY)).toEqual({})
  expect(over(atRest, MOST_AT_REST)).toEqual({})
  expect(entries.filter(([, read]) => read > MOST_ENTRIES)).toEqual([])
})

/**
 * What each read of each index, on connections that plan anew: with tables that have grown since PostgreSQL was last told
 * how large they are, which is never.
 */
async function entriesEach(stack: Stack, work: () => Promise<readonly unknown[]>): Promise<[string, number][]> {
  await query(stack, 'postgres', `select pg_terminate_backend(pid) from pg_stat_activity where usename = any($1)`, [
    WRITING_SUBGRAPHS,
  ])
  const before = await entriesRead(stack)
  const { length } = await work()
  const after = await entriesRead(stack)
  return [...after].map(([index, read]) => [index, (read - (before.get(index) ?? 0)) / length])
}

/** What was read of each index of each subgraph's tables since the installation was started. */
async function entriesRead(stack: Stack): Promise<Map<string, number>> {
  const read = new Map<string, number>()
  for (const name of WRITING_SUBGRAPHS) {
    const rows = await query<{ index: string; read: string }>(
      stack,
      name,
      'select indexrelname as index, idx_tup_read as read from pg_stat_user_indexes',
    )
    for (const { index, read: entries } of rows) read.set(`${name}: ${index}`, Number(entries))
  }
  return read
}

/** A second of the first time in which it asks for no more than it may, or of the last. */
async function resting(counters: Counters): Promise<Bound> {
  for (let rests = 1; ; rests += 1) {
    const atRest = await counters.each(async () => {
      await delay(REST_SECONDS * 1_000)
      return Array.from({ length: REST_SECONDS })
    })
    if (rests === MOST_RESTS || Object.keys(over(atRest, MOST_AT_REST)).length === 0) return atRest
  }
}

/** Without what is done in a time in which nothing is asked for. */
function own(counts: CountsOfOne, atRest: Bound): Bound {
  const of = (name: keyof Bound) => counts[name] - atRest[name] * counts.seconds
  return { transactions: of('transactions'), roundTrips: of('roundTrips'), natsIn: of('natsIn') }
}

/** What happens seldom falls into some of them. */
function leastOf(counts: readonly Bound[]): Bound {
  const least = (name: keyof Bound) => Math.min(...counts.map((each) => each[name]))
  return { transactions: least('transactions'), roundTrips: least('roundTrips'), natsIn: least('natsIn') }
}

/** Those that are above their bound. */
function over(counts: Bound, most: Bound): Partial<Bound> {
  const names = ['transactions', 'roundTrips', 'natsIn'] as const
  return Object.fromEntries(names.filter((name) => counts[name] > most[name]).map((name) => [name, counts[name]]))
}

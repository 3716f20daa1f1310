import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { counting, type Counts } from '@ebook/bench/cost/counters'
import { WatchedRentals } from '@ebook/bench/cost/watched-rentals'
import { CLIENTS, installed } from '@ebook/bench/installation'

const WARM_UP = 5
const ALONE = 10
const EACH = 5

type Bound = Pick<Counts, 'transactions' | 'roundTrips' | 'natsIn'>

/**
 * Counts are no timings: they say on any machine what a rental from request to APPROVED asks for, with all that follows.
 * They are to be lowered with it, and leave room for what an installation does by itself meanwhile on a slow machine.
 */
const MOST_ALONE: Bound = { transactions: 25, roundTrips: 40, natsIn: 44 }
/** Batches share transactions; how many depends on who waits for whom. */
const MOST_OF_MANY: Bound = { transactions: 17, roundTrips: 26, natsIn: 46 }
/** A second in which nothing is asked for; notices of what was may still be under way. */
const MOST_AT_REST: Bound = { transactions: 8, roundTrips: 10, natsIn: 12 }
const REST_SECONDS = 3

test('a rental asks for few transactions, round trips and messages, alone and among those of 32 members; and an installation at rest for fewer', async () => {
  const { alone, many, atRest } = await counting((counters) =>
    installed({ ...counters.settings, durable: false }, async (installation) => {
      const rentals = await WatchedRentals.open(installation, CLIENTS)
      const some = async (count: number) => {
        for (let index = 0; index < count; index += 1) await rentals.one()
      }
      await some(WARM_UP)
      const alone: Counts[] = []
      while (alone.length < ALONE) alone.push(await counters.each(async () => [await rentals.one()]))
      const many = await counters.each(async () => {
        await Promise.all(Array.from({ length: CLIENTS }, () => some(EACH)))
        return Array.from({ length: CLIENTS * EACH })
      })
      rentals.close()
      const seconds: Counts[] = []
      while (seconds.length < 4) {
        const passed = async () => {
          await delay(REST_SECONDS * 1_000)
          return Array.from({ length: REST_SECONDS })
        }
        seconds.push(await counters.each(passed))
      }
      return { alone: leastOf(alone), many, atRest: leastOf(seconds) }
    }),
  )
  console.log(`alone: ${JSON.stringify(alone)}\nof many: ${JSON.stringify(many)}\nat rest: ${JSON.stringify(atRest)}`)
  expect(over(alone, MOST_ALONE)).toEqual({})
  expect(over(many, MOST_OF_MANY)).toEqual({})
  expect(over(atRest, MOST_AT_REST)).toEqual({})
}, 180_000)

/** What the installation does by itself falls into some of them: the least is the rental's own. */
function leastOf(counts: readonly Counts[]): Bound {
  const least = (name: keyof Bound) => Math.min(...counts.map((each) => each[name]))
  return { transactions: least('transactions'), roundTrips: least('roundTrips'), natsIn: least('natsIn') }
}

/** Those that are above their bound. */
function over(counts: Bound, most: Bound): Partial<Bound> {
  const names = ['transactions', 'roundTrips', 'natsIn'] as const
  return Object.fromEntries(names.filter((name) => counts[name] > most[name]).map((name) => [name, counts[name]]))
}

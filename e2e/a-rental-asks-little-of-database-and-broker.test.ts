import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { counting, type Counters, type CountsOfOne } from '@ebook/bench/cost/counters'
import { WatchedRentals } from '@ebook/bench/cost/watched-rentals'
import { CLIENTS, installed } from '@ebook/bench/installation'
import { PATIENCE } from '@ebook/clients/testing/installation'

const WARM_UP = 5
const ALONE = 10
const EACH = 5

type Bound = Pick<CountsOfOne, 'transactions' | 'roundTrips' | 'natsIn'>

/**
 * Counts are no timings: they say on any machine what a rental from request to APPROVED asks for, with all that follows,
 * and without what the installation would have done in that time by itself. They are to be lowered with it.
 */
const MOST_ALONE: Bound = { transactions: 25, roundTrips: 40, natsIn: 44 }
/** Batches share transactions; how many depends on who waits for whom. */
const MOST_OF_MANY: Bound = { transactions: 17, roundTrips: 26, natsIn: 46 }
/** A second in which nothing is asked for. */
const MOST_AT_REST: Bound = { transactions: 8, roundTrips: 10, natsIn: 12 }
/** Three times over all of what looks around once in a while. */
const REST_SECONDS = 12
/** Notices of the rentals before may be under way in the first of them. */
const MOST_RESTS = 4

test('a rental asks for few transactions, round trips and messages, alone and among those of 32 members; and an installation at rest for fewer', async () => {
  const { alone, many, atRest } = await counting((counters) =>
    installed(
      { ...counters.settings, env: { ...PATIENCE, ...counters.settings.env }, durable: false },
      async (installation) => {
        const rentals = await WatchedRentals.open(installation, CLIENTS)
        const some = async (count: number) => {
          for (let index = 0; index < count; index += 1) await rentals.one()
        }
        await some(WARM_UP)
        const atRest = await resting(counters)
        const alone: Bound[] = []
        while (alone.length < ALONE) alone.push(own(await counters.each(async () => [await rentals.one()]), atRest))
        const many = await counters.each(async () => {
          await Promise.all(Array.from({ length: CLIENTS }, () => some(EACH)))
          return Array.from({ length: CLIENTS * EACH })
        })
        rentals.close()
        return { alone: leastOf(alone), many: own(many, atRest), atRest }
      },
    ),
  )
  console.log(`alone: ${JSON.stringify(alone)}\nof many: ${JSON.stringify(many)}\nat rest: ${JSON.stringify(atRest)}`)
  expect(over(alone, MOST_ALONE)).toEqual({})
  expect(over(many, MOST_OF_MANY)).toEqual({})
  expect(over(atRest, MOST_AT_REST)).toEqual({})
})

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

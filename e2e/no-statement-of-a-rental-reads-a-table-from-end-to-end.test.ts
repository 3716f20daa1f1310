import { expect, test } from 'vitest'
import { fill } from '@ebook/bench/cost/fill'
import { executed, logPlans } from '@ebook/bench/cost/plans'
import { WatchedRentals } from '@ebook/bench/cost/watched-rentals'
import { count, installed, metricsOf, query } from '@ebook/bench/installation'
import { startAnew } from '@ebook/bench/start-anew'
import { eventually } from '@ebook/clients/people'
import { PATIENCE } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { inFull } from '@ebook/testkit/in-full'
import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'

const IN_THE_TABLES = inFull ? 10_000 : 4_000
const AT_ONCE = 8
/** Batches have up to 500. */
const MOST_ROWS = 1_000
/** So that the test is known to see such a one. */
const CONTROL = 'select max(at) from history'
/** A process that starts looks which tables there are, for its migrations. */
const OF_A_START = 'pg_attribute_relid_attnum_index'
const ON_THE_WAY = 'select (select count(*) from delivery_attempt) + (select count(*) from parked_message) as count'

test(`with ${IN_THE_TABLES} rentals in the tables no statement reads more than ${MOST_ROWS} rows, and what is for the way alone is thrown away`, async () => {
  const seen = await installed({ durable: false, env: PATIENCE }, async (installation) => {
    const { stack } = installation
    await fill(installation, IN_THE_TABLES)
    await logPlans(stack)
    await startAnew(stack, 1)
    const rentals = await WatchedRentals.open(installation)
    await Promise.all(Array.from({ length: AT_ONCE }, () => rentals.oneGivenBack()))
    rentals.close()
    for (const name of SUBGRAPHS) await metricsOf(stack.process(name))
    const swept = 'delete from delivery_attempt using inbox'
    await eventually('the sweep has come by', async () =>
      (await executed(stack)).some(({ text }) => text.includes(swept)),
    )
    await eventually('what was for the way alone is thrown away', async () => (await onTheWay(stack)) === 0)
    await query(stack, 'rent', CONTROL)
    return executed(stack)
  })
  const statements = new Set(seen.map(({ text }) => text))
  console.log(`${seen.length} of ${statements.size} statements`)
  expect(statements.size).toBeGreaterThan(30)
  const tooMany = seen.filter(({ rowsRead, by }) => rowsRead > MOST_ROWS && !by.endsWith(` on ${OF_A_START}`))
  expect(tooMany.map(({ text, by }) => ({ text, by }))).toEqual([{ text: CONTROL, by: 'Seq Scan on history' }])
})

/** Rows that are for what is under way, in all databases. */
async function onTheWay(stack: Stack): Promise<number> {
  const each = [count(stack, 'payment', 'select count(*) from payment_task')]
  for (const name of WRITING_SUBGRAPHS) each.push(count(stack, name, ON_THE_WAY))
  return (await Promise.all(each)).reduce((sum, rows) => sum + rows, 0)
}

import { expect, test } from 'vitest'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { checkStatements } from './check-statements.ts'
import type { Installation, Reader } from './installation.ts'
import type { OffendingRow, Statement } from './statement.ts'

const reader: Reader = {
  rows: async () => [],
  async *stream() {
    yield* []
  },
  refresh: async () => undefined,
}
const installation: Installation = {
  databases: Object.fromEntries(WRITING_SUBGRAPHS.map((name) => [name, reader])) as Installation['databases'],
  dashboards: [],
}

/** Says what it is told to, look by look; the last of it for ever. */
function saying(...looks: OffendingRow[][]): Statement & { looked: number } {
  const statement = {
    number: 3,
    title: 'nothing is wrong',
    looked: 0,
    async check() {
      statement.looked += 1
      return looks[Math.min(statement.looked, looks.length) - 1] ?? []
    },
  }
  return statement
}

async function outcomeOf(statement: Statement, patience: { withinMs: number; graceMs: number }) {
  const [outcome] = await checkStatements(installation, [statement], patience)
  if (!outcome) throw new Error('there is no outcome')
  return outcome
}

const lost = { row: 'rental 1', problem: 'is lost' }
const moving = (movedAgo: number) => ({ row: 'rental 2', problem: 'is CANCELING', movedAgo })

test('a statement without rows holds after one look', async () => {
  const statement = saying([])
  expect(await outcomeOf(statement, { withinMs: 60_000, graceMs: 30_000 })).toMatchObject({ verdict: 'holds' })
  expect(statement.looked).toBe(1)
})

test('a row that no waiting mends offends as soon as it was seen twice, however long one would wait', async () => {
  const statement = saying([lost])
  const outcome = await outcomeOf(statement, { withinMs: 600_000, graceMs: 30_000 })
  expect(outcome).toMatchObject({ verdict: 'fails', offending: [lost] })
  expect(statement.looked).toBe(2)
})

test('a row that only one look had is the skew of two snapshots', async () => {
  expect(await outcomeOf(saying([lost], []), { withinMs: 1, graceMs: 0 })).toMatchObject({ verdict: 'holds' })
})

test('a row that is new in the last look is under way, not offending', async () => {
  const outcome = await outcomeOf(saying([lost], [{ ...lost, row: 'rental 9' }]), { withinMs: 1, graceMs: 0 })
  expect(outcome).toMatchObject({ verdict: 'holds', offending: [], underWay: [{ row: 'rental 9' }] })
})

test('what moved within the grace period is under way; what did not offends', async () => {
  const patience = { withinMs: 0, graceMs: 30_000 }
  expect(await outcomeOf(saying([moving(29)]), patience)).toMatchObject({ verdict: 'holds', underWay: [moving(29)] })
  expect(await outcomeOf(saying([moving(31)]), patience)).toMatchObject({ verdict: 'fails', offending: [moving(31)] })
})

test('quiet is waited for: what comes right within the time is no fault, with no grace at all', async () => {
  const statement = saying([moving(1)], [moving(2)], [])
  expect(await outcomeOf(statement, { withinMs: 60_000, graceMs: 0 })).toMatchObject({ verdict: 'holds', underWay: [] })
  expect(statement.looked).toBe(3)
})

test('without what it needs a statement is not checked, and not passed', async () => {
  const outcome = await outcomeOf({ ...saying([]), needs: 'client log' }, { withinMs: 0, graceMs: 0 })
  expect(outcome).toMatchObject({ verdict: 'not checked', notChecked: expect.stringContaining('client log') })
})

test("without the provider's books, what only they tell is told as not checked", async () => {
  const outcome = await outcomeOf({ ...saying([]), withoutProvider: 'what it charged' }, { withinMs: 0, graceMs: 0 })
  expect(outcome).toMatchObject({ verdict: 'holds', notChecked: expect.stringContaining('what it charged: needs') })
})

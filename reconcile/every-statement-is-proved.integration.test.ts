import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Person, eventually } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import type { Stack } from '@ebook/stack/stack'
import { checkStatements } from './check-statements.ts'
import type { Installation } from './installation.ts'
import { findInstallation, openInstallation, type OpenInstallation } from './open-installation.ts'
import { statements } from './statements.ts'
import { faultless, sights } from './testing/client-logs.ts'
import { whileDamaged } from './testing/damaged.ts'
import { damages, noRentals, type Ending } from './testing/damages.ts'
import { theCommand } from './testing/the-command.ts'

let stack: Stack
let installation: OpenInstallation
const rentals = { ...noRentals }
const endings = { lent: 'APPROVED', returned: 'RETURNED', refused: 'CANCELED', canceled: 'CANCELED', waiting: 'PAID' }

beforeAll(async () => {
  stack = await startLibrary()
  const librarian = new Person(stack, 'libby', 'ADMIN')
  const book = await librarian.registers({ seats: 10, rentalFee: 3000 })
  await new Person(stack, 'erased', 'MEMBER').does('EraseMe', { confirm: true })
  await Promise.all(
    (Object.keys(rentals) as Ending[]).map(async (ending) => {
      const member = new Person(stack, ending, 'MEMBER')
      const { id } = await member.requests(book.id, { idempotencyKey: ending })
      rentals[ending] = id
      const stands = (status: string, request: string) => async () => {
        const rental = await member.rental(id)
        return rental.status === status && rental.request?.status === request
      }
      await eventually('it waits for the librarian', stands('PAID', 'REQUESTED'))
      if (ending === 'canceled') await member.does('CancelRental', { rentalId: id })
      if (ending === 'refused') await librarian.does('RefuseRental', { rentalId: id, reasonCode: 'POLICY' })
      if (ending === 'lent' || ending === 'returned') await librarian.does('ApproveRental', { rentalId: id })
      if (ending === 'returned') {
        await eventually('it is lent', stands('APPROVED', 'APPROVED'))
        await member.does('ReturnRental', { rentalId: id })
      }
      const ended = async () => (await member.rental(id)).status === endings[ending]
      await eventually('it ends as it should', ended)
    }),
  )
  installation = await openInstallation(await findInstallation(stack.dataDir, {}))
}, 180_000)
afterAll(async () => {
  await installation?.close()
  await stack?.stop()
})

/** With everything that was so far under way an offence, and without waiting. */
async function failing(damaged: Installation, heavy?: number) {
  const looked = statements.filter((statement) => !statement.heavy || statement.number === heavy)
  const outcomes = await checkStatements(damaged, looked, { withinMs: 0, graceMs: 0 })
  return outcomes.filter(({ verdict }) => verdict === 'fails').map(({ number, offending }) => ({ number, offending }))
}

async function expectOffence(
  found: Awaited<ReturnType<typeof failing>>,
  number: number,
  also: readonly number[],
  row: string,
) {
  expect(found.map((each) => each.number)).toEqual([number, ...also].toSorted((a, b) => a - b))
  const { offending = [] } = found.find((each) => each.number === number) ?? {}
  expect(offending.map((each) => `${each.row} ${each.problem}`)).toContainEqual(expect.stringContaining(row))
}

test('an installation after every kind of saga passes all 30, with clients who saw nothing wrong', async () => {
  const patience = { withinMs: 30_000, graceMs: 0 }
  const quiet = await checkStatements(installation, statements, patience)
  expect(quiet.filter(({ verdict }) => verdict === 'fails')).toEqual([])

  const db = await openForReading(installation.dashboards[0] ?? '')
  const row = await db
    .selectFrom('dashboard_row')
    .select('version')
    .where('rental_id', '=', rentals.lent)
    .executeTakeFirst()
  await db.destroy()
  const clientLog = faultless(rentals, row?.version ?? 0)
  const outcomes = await checkStatements({ ...installation, clientLog }, statements, patience)
  expect(outcomes.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
  expect(outcomes.filter(({ verdict, notChecked }) => verdict !== 'holds' || notChecked !== undefined)).toEqual([])
}, 60_000)

test('a subgraph that does not answer is no verdict', async () => {
  const subgraphs = { secretOf: () => 'x', token: async () => 'x', url: () => 'http://127.0.0.1:1/graphql' }
  await expect(failing({ ...installation, subgraphs }, 19)).rejects.toThrow('rent does not answer')
})

test('an empty client log shows nothing', async () => {
  const outcomes = await checkStatements({ ...installation, clientLog: [] }, statements, {
    withinMs: 0,
    graceMs: 30_000,
  })
  const notChecked = outcomes.filter(({ verdict }) => verdict === 'not checked').map(({ number }) => number)
  expect(notChecked).toEqual([1, 20, 21, 22, 24, 25, 26, 27])
})

test('what needs the client log is told as not checked, never as passed', async () => {
  const outcomes = await checkStatements(installation, statements, { withinMs: 30_000, graceMs: 0 })
  const notChecked = outcomes.filter(({ verdict }) => verdict === 'not checked').map(({ number }) => number)
  expect(notChecked).toEqual([1, 20, 21, 22, 24, 25, 26, 27])
  const inPart = outcomes.filter(({ verdict, notChecked }) => verdict === 'holds' && notChecked !== undefined)
  expect(inPart.map(({ number }) => number)).toEqual([5, 6, 23])
}, 60_000)

describe('one damage makes one statement fail, and names the row', () => {
  test.each(damages(rentals))('$number $what', async ({ number, database, sql, names, also = [] }) => {
    const found = await whileDamaged(stack, installation, database, sql(), (damaged) => failing(damaged, number))
    await expectOffence(found, number, also, names())
  })

  test.each([
    {
      number: 13,
      also: [],
      what: 'an event that the dashboard never heard',
      sql: () => `delete from event where row_id = '${rentals.returned}' and type like '%Returned%'`,
      names: () => `Rental ${rentals.returned}`,
    },
    {
      number: 17,
      also: [],
      what: 'a row that is not the fold of the sources',
      sql: () => `update dashboard_row set points = 7 where rental_id = '${rentals.lent}'`,
      names: () => `dashboard row ${rentals.lent}`,
    },
    {
      number: 18,
      also: [],
      what: 'a title that a rebuild makes another of',
      sql: () => `update catalogue_row set times_requested = 99`,
      names: () => `"times_requested":99`,
    },
  ])('$number $what', async ({ number, also, sql, names }) => {
    const copy = resolve(stack.dataDir, `damaged-${number}.sqlite`)
    const [live = ''] = installation.dashboards
    const db = new DatabaseSync(live, { readOnly: true })
    db.exec(`vacuum into '${copy}'`)
    db.close()
    const damaged = new DatabaseSync(copy)
    damaged.exec(sql())
    damaged.close()
    await expectOffence(await failing({ ...installation, dashboards: [copy] }, number), number, also, names())
  })
})

test('nothing can be written through an installation that is looked at', async () => {
  for (const reader of Object.values(installation.databases)) {
    await expect(reader.rows('update outbox set pos = null')).rejects.toThrow('read-only transaction')
    await reader.refresh()
  }
})

describe('what clients saw makes one statement fail', () => {
  test.each(sights(rentals))('$number $what', async ({ number, entries, names, also = [] }) => {
    await expectOffence(await failing({ ...installation, clientLog: entries() }), number, also, names())
  })
})

describe('npm run reconcile', () => theCommand(() => stack))

import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '@ebook/clients/people'
import { PATIENCE } from '@ebook/clients/testing/installation'
import { query } from '@ebook/processes/postgres'
import { newSecret } from '@ebook/processes/secrets'
import { startStack, type Stack, type StackProcess } from '@ebook/stack/stack'
import { Load } from './load.ts'

// What is done here is what docs/operating.md, Secrets, says; the root of the router and the issuer's keys are changed by
// router/rotation.integration.test.ts and chassis/identity.test.ts.
let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    replicas: { rent: 2, payment: 2 },
    env: {
      ...PATIENCE,
      LOAN_LIMIT: '1000000',
      SHUTDOWN_DELAY_MS: '1500',
      SHUTDOWN_TIMEOUT_MS: '14000',
    },
  })
})
afterAll(() => stack?.stop())

async function restartEach(processes: readonly StackProcess[], env: Record<string, string>): Promise<void> {
  for (const process of processes) {
    await process.stop()
    await process.start({ env })
  }
}

const inDatabase = (name: string): string => {
  const url = new URL(stack.postgresUrl('postgres'))
  url.pathname = name
  return url.href
}

async function changeRole(name: 'rent' | 'payment'): Promise<void> {
  const password = newSecret()
  const admin = inDatabase(name)
  await query(admin, `create role ${name}_b login password '${password}' in role ${name}`)
  await query(admin, `alter role ${name}_b set role ${name}`)
  const url = new URL(stack.postgresUrl(name))
  url.username = `${name}_b`
  url.password = password
  await restartEach(stack.processes(name), { DATABASE_URL: url.href })
  await query(admin, `alter role ${name} nologin`)
  const rows = await query(
    admin,
    `select distinct usename from pg_stat_activity where datname = '${name}' and application_name = '${name}'`,
  )
  expect(rows).toEqual([{ usename: `${name}_b` }])
}

async function changeNatsPassword(name: 'rent' | 'payment'): Promise<void> {
  const password = newSecret()
  await restartEach(stack.processes('nats'), { [`NATS_${name.toUpperCase()}_PASSWORD`]: `"${password}"` })
  await restartEach(stack.processes(name), { NATS_PASSWORD: password })
}

test('C36 database roles and NATS users are changed under load as docs/operating.md says: no request fails, and everything is told', async () => {
  const load = new Load(stack)
  const librarian = load.person('libby', 'ADMIN')
  const titles: string[] = []
  while (titles.length < 4) titles.push((await librarian.registers({ seats: 10 })).id as string)
  for (const sub of ['alice', 'bob']) load.rents(sub, titles)
  const more = async () => {
    const before = load.rentals.length
    await eventually('members go on renting', async () => load.rentals.length > before + 1)
  }
  await more()
  for (const change of [changeRole, changeNatsPassword]) {
    for (const name of ['rent', 'payment'] as const) {
      await change(name)
      await more()
    }
  }
  await load.end()
  expect(load.failures).toEqual([])
  for (const name of ['book', 'rent', 'payment', 'promotion']) {
    await eventually(`everything of ${name} is published`, async () => {
      const [row] = await query(inDatabase(name), 'select count(*)::int as waiting from unpublished')
      return row?.['waiting'] === 0
    })
  }
}, 600_000)

import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { encodeConsistency } from '@ebook/chassis/consistency'
import { eventually, operations, Person, type Answer, type Json } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
let bookId: string

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  bookId = (await librarian.registers({ seats: 1_000 })).id
  await eventually('rent knows the title', async () => (await new Person(stack, 'probe', 'MEMBER').requests(bookId)).id)
})

interface Told extends Answer {
  readonly status: number
  readonly errors?: readonly { message: string; extensions?: { code?: string; reason?: string } }[]
  readonly extensions?: { readonly consistency?: string; readonly consistencyReached?: boolean }
}

/** Sends a stored operation as a frontend does: what it holds of a write goes along in the extensions. */
async function asks(sub: string, name: string, variables: object, consistency?: unknown): Promise<Told> {
  return sends(sub, operations.get(name) ?? '', variables, consistency)
}

async function sends(sub: string, query: string, variables: object, consistency?: unknown): Promise<Told> {
  const token = await stack.token(sub, sub === 'libby' ? 'ADMIN' : 'MEMBER')
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables, extensions: { consistency } }),
  })
  return { status: response.status, ...((await response.json()) as Omit<Told, 'status'>) }
}

interface Written {
  readonly sub: string
  readonly rentalId: string
  readonly key: string
  readonly consistency: string
}

/** The token of a mutation that must succeed. */
function tokenOf({ data, errors, extensions }: Told): string {
  const [payload] = Object.values(data ?? {})
  if (errors || payload.userErrors.length > 0) throw new Error(`refused: ${JSON.stringify({ data, errors })}`)
  if (extensions?.consistency === undefined) throw new Error('a mutation was answered without a token')
  return extensions.consistency
}

async function requests(sub: string, key: string = randomUUID()): Promise<Written> {
  const answer = await asks(sub, 'RequestRental', { input: { bookId, idempotencyKey: key } })
  const consistency = tokenOf(answer)
  expect(answer.data?.requestRental.rental).toMatchObject({ status: 'PAID', paymentState: 'PAID' })
  return { sub, key, consistency, rentalId: answer.data?.requestRental.rental.id }
}

async function reads({ sub, rentalId, consistency }: Omit<Written, 'key' | 'consistency'> & { consistency?: string }) {
  const { data, errors, extensions } = await asks(sub, 'MyDashboard', { first: 100 }, consistency)
  if (errors || !data) throw new Error(JSON.stringify(errors))
  const rows: Json[] = data.myDashboard.edges.map((edge: Json) => edge.node)
  return { row: rows.find((row) => row.rentalId === rentalId), reached: extensions?.consistencyReached }
}

async function readsAsLibrarian({ sub, consistency }: Written) {
  const query = /* GraphQL */ `
    query ($of: ID!) {
      dashboards(first: 1, userId: $of) {
        edges {
          node {
            rentalId
            status
            paymentState
          }
        }
      }
    }
  `
  const { data, errors, extensions } = await sends('libby', query, { of: sub }, consistency)
  if (errors || !data) throw new Error(JSON.stringify(errors))
  return { row: data.dashboards.edges[0]?.node as Json, reached: extensions?.consistencyReached }
}

const members = (name: string) => Array.from({ length: 30 }, (_, index) => `${name}-${index}`)
const rental = (written: Written, status: string) => ({
  row: expect.objectContaining({ rentalId: written.rentalId, status, paymentState: 'PAID' }),
  reached: true,
})

test('statement 22 read-your-writes: thirty members request and look at once, and each sees the paid rental', async () => {
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(
      members(`round-${round}`).map(async (sub) => {
        const written = await requests(sub)
        expect(await reads(written)).toEqual(rental(written, 'PAID'))
      }),
    )
  }
})

test('statement 22 read-your-writes: a dashboard that was stopped while they wrote shows what they wrote', async () => {
  stack.process('dashboard').pause()
  const written = await Promise.all(members('patient').map((sub) => requests(sub)))
  const seen = written.map(reads)
  stack.process('dashboard').resume()
  expect(await Promise.all(seen)).toEqual(written.map((one) => rental(one, 'PAID')))
})

test('statement 22 read-your-writes: who lost the answer asks again under the same key and reads by that token', async () => {
  stack.process('dashboard').pause()
  const written = await Promise.all(
    members('forgetful').map(async (sub) => {
      const lost = await requests(sub)
      const again = await requests(sub, lost.key)
      expect(again.rentalId).toBe(lost.rentalId)
      return again
    }),
  )
  const seen = written.map(reads)
  stack.process('dashboard').resume()
  expect(await Promise.all(seen)).toEqual(written.map((one) => rental(one, 'PAID')))
})

test('statement 22 read-your-writes: approvals while the broker is held up: without the token the past, with it the present', async () => {
  const requested = await Promise.all(members('approved').map((sub) => requests(sub)))
  await eventually('every case is before the librarian', async () => {
    const cases = await Promise.all(
      requested.map(({ rentalId }) =>
        librarian.answer(/* GraphQL */ 'query ($id: ID!) { rental(id: $id) { request { status } } }', { id: rentalId }),
      ),
    )
    return cases.every(({ data }) => data?.rental.request?.status === 'REQUESTED')
  })
  await Promise.all(requested.map(async (one) => expect(await reads(one)).toEqual(rental(one, 'PAID'))))

  stack.process('nats').pause()
  let seen
  try {
    const approved = await Promise.all(
      requested.map(async (one) => {
        const answer = await asks('libby', 'ApproveRental', { input: { rentalId: one.rentalId } })
        return { ...one, consistency: tokenOf(answer) }
      }),
    )
    const past = await Promise.all(requested.map(({ sub, rentalId }) => reads({ sub, rentalId })))
    expect(past.map(({ row }) => row.status)).toEqual(requested.map(() => 'PAID'))
    // What the librarian was told is waited for by her alone, and by four requests of hers at a time.
    const told = await Promise.all(approved.map((one) => reads(one)))
    expect(told.map(({ row, reached }) => [row.status, reached])).toEqual(requested.map(() => ['PAID', false]))
    seen = approved.slice(-4).map(async (one) => [one, await readsAsLibrarian(one)] as const)
  } finally {
    stack.process('nats').resume()
  }
  for (const [one, read] of await Promise.all(seen)) expect(read).toEqual(rental(one, 'APPROVED'))
})

test('statement 22 read-your-writes: a token whose event does not come ends in an answer that says so', async () => {
  const requested = await Promise.all(members('hopeful').map((sub) => requests(sub)))
  await Promise.all(requested.map(reads))
  stack.process('nats').pause()
  try {
    const answers = await Promise.all(
      requested.map(async (one) => {
        const canceled = await asks(one.sub, 'CancelRental', { input: { rentalId: one.rentalId } })
        return reads({ ...one, consistency: tokenOf(canceled) })
      }),
    )
    expect(answers).toEqual(requested.map((one) => ({ ...rental(one, 'PAID'), reached: false })))
  } finally {
    stack.process('nats').resume()
  }
})

test('statement 22 read-your-writes: a read without a token is told nothing, and garbage is refused', async () => {
  const { status, extensions } = await asks('careless', 'MyDashboard', { first: 1 })
  expect([status, extensions]).toEqual([200, undefined])
  const forged = encodeConsistency([randomUUID()])
  for (const garbage of ['garbage', '', 17, { ids: [randomUUID()] }, forged, `${forged}.${'A'.repeat(22)}`]) {
    const refused = await asks('careless', 'MyDashboard', { first: 1 }, garbage)
    expect(refused.status).toBe(400)
    expect(refused.data).toBeUndefined()
    expect(refused.errors?.map((error) => error.extensions)).toEqual([
      { code: 'BAD_USER_INPUT', reason: 'INVALID_CONSISTENCY' },
    ])
  }
})

test('statement 22 read-your-writes: the code on the page about it', async () => {
  const page = readFileSync(new URL('../docs/read-your-writes.md', import.meta.url), 'utf8')
  const [, code] = /```js\n(.*?)```/s.exec(page) ?? []
  const uses = `
    const { URL: url, TOKEN, BOOK: bookId } = process.env
    const token = async () => TOKEN
    const RENT = /* GraphQL */ 'mutation ($input: RequestRentalInput!) { requestRental(input: $input) { rental { id } } }'
    const rented = await send(RENT, { input: { bookId, idempotencyKey: 'once' } })
    const { data, isCurrent } = await send('{ myDashboard(first: 1) { edges { node { rentalId } } } }')
    const shown = data.myDashboard.edges[0].node.rentalId
    console.log(JSON.stringify([isCurrent, shown === rented.data.requestRental.rental.id]))`
  const env = { ...process.env, URL: stack.url, TOKEN: await stack.token('dora', 'MEMBER'), BOOK: bookId }
  const script = ['--input-type=module', '--eval', `${code}${uses}`]
  const { stdout } = await promisify(execFile)(process.execPath, script, { env })
  expect(JSON.parse(stdout)).toEqual([true, true])
})

test('F1 statement 22 read-your-writes: a title that was registered is the first of the catalogue', async () => {
  const titles = /* GraphQL */ 'query Newest { catalogue(first: 1) { edges { node { title } } } }'
  for (let round = 0; round < 10; round += 1) {
    const title = `Just registered ${round}`
    const registered = await asks('libby', 'RegisterBook', { input: { title, authors: ['A'], rentalFee: 100 } })
    const { data, extensions } = await sends('libby', titles, {}, tokenOf(registered))
    expect(data?.catalogue.edges[0].node.title).toBe(title)
    expect(extensions?.consistencyReached).toBe(true)
  }
})

import { startStack, type Stack } from '@ebook/stack/stack'
import pg from 'pg'
import { Pool } from 'undici'
import { percentile, perSecond } from './figures.ts'

const CLIENTS = 32
const SAGA_MS = 30_000
const LIMIT_MS = 5_000

/**
 * Each client is a member who requests a title, has it approved at once by a librarian, and looks every 20 ms until the
 * rental is APPROVED. What was counted is counted again in the databases at the end.
 */
export async function run(): Promise<object> {
  const stack = await startStack({ durable: true, env: { RATE_LIMIT_PER_MINUTE: '100000000' } })
  const pool = new Pool(new URL(stack.url).origin, { connections: CLIENTS })
  try {
    const ask = asker(pool, new URL(stack.url).pathname)
    const commitsBefore = await commitsPerSecond(stack)
    const typenameBefore = await typenamePerSecond(ask)
    const saga = await sagas(stack, ask)
    const commitsAfter = await commitsPerSecond(stack)
    const typenameAfter = await typenamePerSecond(ask)
    const commits = Math.round((commitsBefore + commitsAfter) / 2)
    const typename = Math.round((typenameBefore + typenameAfter) / 2)
    return {
      benchmark: 'saga',
      clients: CLIENTS,
      ...saga,
      postgresCommitsPerSecond: { before: commitsBefore, after: commitsAfter },
      routerTypenamePerSecond: { before: typenameBefore, after: typenameAfter },
      ratios: {
        commitsPerRental: Math.round((commits / saga.rentalsPerSecond) * 10) / 10,
        typenamesPerRental: Math.round((typename / saga.rentalsPerSecond) * 10) / 10,
      },
    }
  } finally {
    await pool.close()
    await stack.stop()
  }
}

type Ask = (
  token: string | undefined,
  query: string,
  variables?: object,
) => Promise<Record<string, ReturnType<typeof JSON.parse>>>

function asker(pool: Pool, path: string): Ask {
  return async (token, query, variables = {}) => {
    const { body } = await pool.request({
      path,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    // Errors answer 200 in GraphQL: a rate that counts them is no rate.
    const answer = (await body.json()) as { data?: Record<string, unknown>; errors?: unknown }
    if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer))
    return answer.data
  }
}

const REQUEST = `mutation ($input: RequestRentalInput!) { requestRental(input: $input) { rental { id status paymentState } userErrors { code } } }`
const APPROVE = `mutation ($input: ApproveRentalInput!) { approveRental(input: $input) { request { status } userErrors { code } } }`
const STATUS = `query ($id: ID!) { rental(id: $id) { status } }`
const LAG = `{ myDashboard(first: 1) { asOf { lagMs } } }`

async function sagas(stack: Stack, ask: Ask) {
  const librarian = await stack.token('libby', 'ADMIN')
  const titles: string[] = []
  for (let index = 0; index < CLIENTS; index += 1) {
    const { registerBook } = await ask(
      librarian,
      'mutation ($input: RegisterBookInput!) { registerBook(input: $input) { book { id } userErrors { code } } }',
      {
        input: { title: `Measured ${index}`, authors: ['B'], rentalFee: 3000, seats: 1000 },
      },
    )
    titles.push(registerBook.book.id)
  }
  const requestMs: number[] = []
  const lagMs: number[] = []
  let deferred = 0
  let round = 0
  const one = async (lane: number) => {
    round += 1
    // A member may have one open rental of a title: every round is another member.
    const member = await stack.token(`m-${lane}-${round}`, 'MEMBER')
    const began = performance.now()
    const { requestRental } = await ask(member, REQUEST, {
      input: { bookId: titles[lane % titles.length], idempotencyKey: `k-${round}` },
    })
    requestMs.push(performance.now() - began)
    if (requestRental.userErrors.length > 0) throw new Error(JSON.stringify(requestRental.userErrors))
    const { id, paymentState } = requestRental.rental
    if (paymentState === 'PENDING') deferred += 1
    // The librarian is as quick as the member: book waits for the case, which is on its way.
    const { approveRental } = await ask(librarian, APPROVE, { input: { rentalId: id } })
    if (approveRental.userErrors.length > 0) throw new Error(JSON.stringify(approveRental.userErrors))
    await until(async () => (await ask(member, STATUS, { id })).rental.status === 'APPROVED')
  }
  const measuring = new AbortController()
  const sampling = (async () => {
    while (!measuring.signal.aborted) {
      lagMs.push((await ask(librarian, LAG)).myDashboard.asOf.lagMs)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  await perSecond(CLIENTS, 3_000, one)
  requestMs.length = 0
  lagMs.length = 0
  console.error(`measuring ${CLIENTS} clients for ${SAGA_MS / 1000} s …`)
  const rentalsPerSecond = await perSecond(CLIENTS, SAGA_MS, one)
  measuring.abort()
  await sampling
  return {
    rentalsPerSecond,
    requestRentalMs: { p50: percentile(requestMs, 0.5), p99: percentile(requestMs, 0.99) },
    eventToDashboardMs: { p50: percentile(lagMs, 0.5), p99: percentile(lagMs, 0.99) },
    deferred,
    ...(await outcomes(stack, round)),
  }
}

/** Speed counts only together with correctness: every rental approved, every one charged once. */
async function outcomes(stack: Stack, expected: number) {
  const approved = await count(stack, 'rent', `select count(*) from rental where status = 'APPROVED'`)
  const charged = await count(stack, 'payment', `select count(*) from payment where status = 'PAID'`)
  if (approved !== expected || charged !== expected)
    throw new Error(`${expected} sagas, ${approved} approved, ${charged} charged`)
  return { approved, charged }
}

async function count(stack: Stack, database: 'rent' | 'payment', query: string): Promise<number> {
  const client = new pg.Client({ connectionString: stack.postgresUrl(database) })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: string }>(query)
    return Number(rows[0]?.count)
  } finally {
    await client.end()
  }
}

/** What this PostgreSQL commits at all: one row each, as many connections as there are clients. */
async function commitsPerSecond(stack: Stack): Promise<number> {
  console.error('measuring bare commits …')
  const pool = new pg.Pool({ connectionString: stack.postgresUrl('rent'), max: CLIENTS })
  try {
    await pool.query('create table if not exists bench_commit (id bigint generated always as identity, lane int)')
    return await perSecond(CLIENTS, LIMIT_MS, async (lane) => {
      await pool.query('insert into bench_commit (lane) values ($1)', [lane])
    })
  } finally {
    await pool.query('drop table if exists bench_commit')
    await pool.end()
  }
}

/** What this router answers at all. */
async function typenamePerSecond(ask: Ask): Promise<number> {
  console.error('measuring { __typename } …')
  return perSecond(CLIENTS, LIMIT_MS, async () => {
    await ask(undefined, '{ __typename }')
  })
}

async function until(fact: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!(await fact())) {
    if (performance.now() > deadline) throw new Error('a saga did not move on within 30 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

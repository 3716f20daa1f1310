import { startStack, type Stack } from '@ebook/stack/stack'
import pg from 'pg'
import { percentile, perSecond } from './figures.ts'
import { rentClock } from './overload/settled.ts'
import { connect, type Router } from './people.ts'
import { CLIENTS, everySagaCounts, SagaLoad, timesOf } from './saga-load.ts'

const WARM_UP_MS = 3_000
const SAGA_MS = 30_000
const LIMIT_MS = 5_000
const SAMPLE_MS = 50

/**
 * Each client is a member who requests a title, has it approved at once by a librarian, and looks every 20 ms until the
 * rental is APPROVED. What was counted is counted again in the databases at the end.
 */
export async function run(): Promise<object> {
  const stack = await startStack({ durable: true, env: { RATE_LIMIT_PER_MINUTE: '100000000' } })
  const router = connect(stack, CLIENTS)
  try {
    const commitsBefore = await commitsPerSecond(stack)
    const typenameBefore = await typenamePerSecond(router)
    const saga = await sagas(stack, router)
    const commitsAfter = await commitsPerSecond(stack)
    const typenameAfter = await typenamePerSecond(router)
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
    await router.close()
    await stack.stop()
  }
}

const LAG = `{ myDashboard(first: 1) { asOf { lagMs } } }`

async function sagas(stack: Stack, router: Router) {
  const librarian = await stack.token('libby', 'ADMIN')
  const load = await SagaLoad.open(stack)
  const since = await rentClock(stack)
  const lagMs: number[] = []
  let measuring = true
  const sample = async () => {
    while (measuring) {
      lagMs.push((await answered(router, librarian, LAG)).asOf.lagMs)
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS))
    }
  }
  const measure = async () => {
    try {
      await perSecond(CLIENTS, WARM_UP_MS, (lane) => load.one(lane))
      const [ended, refusals] = [load.ended.length, load.refusals.length]
      lagMs.length = 0
      console.error(`measuring ${CLIENTS} clients for ${SAGA_MS / 1000} s …`)
      const rentalsPerSecond = await perSecond(CLIENTS, SAGA_MS, (lane) => load.one(lane))
      return { rentalsPerSecond, done: load.ended.slice(ended), askedAgain: timesOf(load.refusals.slice(refusals)) }
    } finally {
      measuring = false
    }
  }
  const [{ rentalsPerSecond, done, askedAgain }] = await Promise.all([measure(), sample()])
  const requestMs = done.map((saga) => saga.requestMs)
  // Speed counts only together with correctness: every rental approved, every one charged once.
  const checked = await everySagaCounts(stack, load, since)
  await load.close()
  return {
    rentalsPerSecond,
    requestRentalMs: { p50: percentile(requestMs, 0.5), p99: percentile(requestMs, 0.99) },
    eventToDashboardMs: { p50: percentile(lagMs, 0.5), p99: percentile(lagMs, 0.99) },
    deferred: done.filter(({ paidAtOnce }) => !paidAtOnce).length,
    askedAgain,
    approved: checked.approved,
    charged: checked.charged,
  }
}

/** What the operation's one field answered. Errors answer 200 in GraphQL: a rate that counts them is no rate. */
async function answered(router: Router, token: string | undefined, query: string) {
  const { payload, codes } = await router.ask(token, query)
  if (!payload) throw new Error(`${query} is not answered: ${codes.join(', ')}`)
  return payload
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
async function typenamePerSecond(router: Router): Promise<number> {
  console.error('measuring { __typename } …')
  return perSecond(CLIENTS, LIMIT_MS, async () => {
    await answered(router, undefined, '{ __typename }')
  })
}

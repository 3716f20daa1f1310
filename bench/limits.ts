import pg from 'pg'
import type { Stack } from '@ebook/stack/stack'
import { processorTime, usedBetween } from './cost/processor-time.ts'
import { perSecond } from './figures.ts'
import { CLIENTS, type Installation } from './installation.ts'
import type { Router } from './people.ts'

const LIMIT_MS = 5_000
const WARM_UP_MS = 500

/** A second, before what is measured and after it. */
interface Limits {
  readonly commits: number
  readonly typenames: number
}

/** Does the work between two looks at what this PostgreSQL and this router can do at all. */
export async function besideLimits<T>({ stack, router }: Installation, work: () => Promise<T>) {
  const measure = async (): Promise<Limits> => ({
    commits: (await bareCommits(stack)).perSecond,
    typenames: await typenamesPerSecond(router),
  })
  const before = await measure()
  const measured = await work()
  const after = await measure()
  const mean = (name: keyof Limits) => Math.round((before[name] + after[name]) / 2)
  const comparisons = {
    commits: { name: 'bare commits', value: mean('commits') },
    typenames: { name: '{ __typename }', value: mean('typenames') },
  }
  return { measured, comparisons, limits: { before, after } }
}

interface BareCommits {
  readonly perSecond: number
  /** Of PostgreSQL, for one of them, in microseconds. */
  readonly cpuMicros: number
}

/** What this PostgreSQL commits at all: one row each, as many connections as there are clients. */
export async function bareCommits(stack: Stack): Promise<BareCommits> {
  console.error('measuring bare commits …')
  const pool = new pg.Pool({ connectionString: stack.postgresUrl('rent'), max: CLIENTS })
  let commits = 0
  const commit = async (lane: number) => {
    await pool.query('insert into bench_commit (lane) values ($1)', [lane])
    commits += 1
  }
  try {
    await pool.query('create table if not exists bench_commit (id bigint generated always as identity, lane int)')
    // A connection costs as much as many commits.
    await perSecond(CLIENTS, WARM_UP_MS, commit)
    commits = 0
    const before = await processorTime(stack)
    const rate = await perSecond(CLIENTS, LIMIT_MS, commit)
    const { postgres = Number.NaN } = usedBetween(before, await processorTime(stack))
    return { perSecond: rate, cpuMicros: postgres / commits }
  } finally {
    await pool.query('drop table if exists bench_commit')
    await pool.end()
  }
}

/** What this router answers at all. */
async function typenamesPerSecond(router: Router): Promise<number> {
  console.error('measuring { __typename } …')
  return perSecond(CLIENTS, LIMIT_MS, async () => {
    await router.answered(undefined, '{ __typename }')
  })
}

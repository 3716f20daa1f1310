import pg from 'pg'
import type { Stack } from '@ebook/stack/stack'
import { perSecond } from './figures.ts'
import { CLIENTS, type Installation } from './installation.ts'
import type { Router } from './people.ts'

const LIMIT_MS = 5_000

/** A second, before what is measured and after it. */
interface Limits {
  readonly commits: number
  readonly typenames: number
}

/** Does the work between two looks at what this PostgreSQL and this router can do at all. */
export async function besideLimits<T>({ stack, router }: Installation, work: () => Promise<T>) {
  const measure = async (): Promise<Limits> => ({
    commits: await commitsPerSecond(stack),
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
async function typenamesPerSecond(router: Router): Promise<number> {
  console.error('measuring { __typename } …')
  return perSecond(CLIENTS, LIMIT_MS, async () => {
    await router.answered(undefined, '{ __typename }')
  })
}

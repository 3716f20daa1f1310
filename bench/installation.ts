import pg from 'pg'
import { startStack, type Stack, type StackProcess, type StackSettings } from '@ebook/stack/stack'
import { connect, type Router } from './people.ts'

/** Of every measurement of sagas. */
export const CLIENTS = 32

export interface Installation {
  readonly stack: Stack
  readonly router: Router
}

type Database = Parameters<Stack['postgresUrl']>[0]

/** What a measurement must not run into. */
const UNLIMITED = { RATE_LIMIT_PER_MINUTE: '100000000', LOAN_LIMIT: '1000000' }

/** A durable stack for as long as the work lasts, and so many connections to its router. */
export async function installed<T>(
  { connections = CLIENTS, ...settings }: StackSettings & { readonly connections?: number },
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  console.error('starting a stack …')
  const stack = await startStack({ durable: true, ...settings, env: { ...UNLIMITED, ...settings.env } })
  const router = connect(stack, connections)
  try {
    return await work({ stack, router })
  } finally {
    await router.close()
    await stack.stop()
  }
}

/** Asks one of the stack's databases, as its owner, on a connection of its own. */
export async function query<Row extends object>(
  stack: Stack,
  database: Database,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stack.postgresUrl(database) })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** The one number that the query asks for. */
export async function count(
  stack: Stack,
  database: Database,
  text: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const [row] = await query<{ count: string }>(stack, database, text, values)
  return Number(row?.count)
}

/** The clock by which rentals are dated. */
export async function rentClock(stack: Stack): Promise<Date> {
  const [row] = await query<{ now: Date }>(stack, 'rent', 'select clock_timestamp() as now')
  if (!row) throw new Error('the database has no clock')
  return row.now
}

/** What a process tells of itself, in the format of Prometheus. */
export async function metricsOf({ url }: Pick<StackProcess, 'url'>): Promise<string> {
  return (await fetch(new URL('/metrics', url))).text()
}

/** A figure of such metrics, summed over its labels; 0 when it has no value yet. Throws when there is none of this name. */
export function metric(metrics: string, name: string, ...labels: readonly string[]): number {
  // A router that is traced tells them in the format of OpenMetrics, where a counter's type is that of its family.
  const types = [name, name.replace(/_total$/, '')].map((named) => `# TYPE ${named} `)
  if (!types.some((type) => metrics.includes(type))) throw new Error(`there is no metric ${name}`)
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}

import { query } from '@ebook/processes/postgres'
import type { Entry } from '@ebook/reconcile/client-log'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { metricsOf, valueIn } from '../system/relay-leader.ts'
import type { SystemUnderTest } from '../system/system.ts'

type Figure = Extract<Entry, { kind: 'figure' }>
type Reading = Omit<Figure, 'kind' | 'end' | 'base'> & { readonly value: number }

const MIB = 1024 * 1024
/** Caches fill and heaps grow with what is kept; what leaks under faults does not stop at this. */
const MEMORY_MAY_GROW_MIB = 150
/** Pools open connections as they need them, up to their size. */
const CONNECTIONS_MAY_GROW = 40

/** Memory and connections of each process as it is now. What does not answer has no figures. */
export async function takeFigures(system: SystemUnderTest): Promise<Reading[]> {
  const readings: Reading[] = []
  for (const [process, running] of system.processes) {
    if (/^(postgres|nats)/.test(process)) continue
    const text = await metricsOf(running)
    const value = Math.round(valueIn(text, 'process_resident_memory_bytes') / MIB)
    readings.push({ process, name: 'memory, MiB', value, mayGrowBy: MEMORY_MAY_GROW_MIB })
    readings.push({ process, name: 'events behind', value: valueIn(text, 'ebook_dashboard_behind'), mayGrowBy: 0 })
  }
  const sessions = await query(
    system.stack.postgresUrl('postgres'),
    `select datname, count(*)::int as n from pg_stat_activity
     where datname in (${WRITING_SUBGRAPHS.map((name) => `'${name}'`).join(', ')}) and application_name <> 'reconcile' group by datname`,
  )
  for (const { datname, n } of sessions) {
    const name = `connections to ${String(datname)}`
    readings.push({ process: 'postgres', name, value: Number(n), mayGrowBy: CONNECTIONS_MAY_GROW })
  }
  return readings.filter(({ value }) => Number.isFinite(value))
}

/** What there was a base of and is an end of. */
export function figuresOf(base: readonly Reading[], end: readonly Reading[]): Figure[] {
  return end.flatMap(({ process, name, value, mayGrowBy }) => {
    const before = base.find((one) => one.process === process && one.name === name)
    return before ? [{ kind: 'figure', process, name, base: before.value, end: value, mayGrowBy }] : []
  })
}

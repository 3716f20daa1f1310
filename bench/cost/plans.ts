import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Stack } from '@ebook/stack/stack'
import { query } from '../installation.ts'

/** A statement as PostgreSQL carried it out, and the most rows that one part of its plan read. */
export interface Executed {
  readonly text: string
  readonly rowsRead: number
  /** Of that part, such as `Seq Scan on outbox`. */
  readonly by: string
}

type Node = z.infer<typeof Node>
const Node = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number().default(0),
  'Actual Loops': z.number().default(0),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
  get Plans() {
    return z.array(Node).optional()
  },
})
const Logged = z.object({ 'Query Text': z.string(), Plan: Node })

/** From the next connection on PostgreSQL logs every statement's plan with what it came to. Nobody else has to know. */
export async function logPlans(stack: Stack): Promise<void> {
  const settings = { log_min_duration: '0', log_analyze: 'on', log_timing: 'off', log_format: 'json' }
  await query(stack, 'postgres', `alter system set session_preload_libraries = 'auto_explain'`)
  await query(stack, 'postgres', 'select pg_reload_conf()')
  for (const [name, value] of Object.entries(settings)) {
    await query(stack, 'postgres', `alter system set auto_explain.${name} = '${value}'`)
  }
  await query(stack, 'postgres', 'select pg_reload_conf()')
}

/** All that were logged so far. */
export async function executed({ dataDir }: Stack): Promise<readonly Executed[]> {
  const log = await readFile(resolve(dataDir, 'log/postgres.log'), 'utf8')
  // What goes over several lines is indented.
  return [...log.matchAll(/ plan:\n((?:\t.*\n)+)/g)].map(([, json = '']) => {
    const { 'Query Text': text, Plan: plan } = Logged.parse(JSON.parse(json))
    const [most] = scansOf(plan).toSorted((a, b) => b.rowsRead - a.rowsRead)
    return { text, rowsRead: most?.rowsRead ?? 0, by: most?.by ?? '' }
  })
}

function scansOf(node: Node): { readonly rowsRead: number; readonly by: string }[] {
  const below = (node.Plans ?? []).flatMap(scansOf)
  if (!node['Node Type'].includes('Scan')) return below
  const rows = node['Actual Rows'] + node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck']
  const by = `${node['Node Type']} on ${node['Relation Name'] ?? node['Index Name'] ?? '?'}`
  return [...below, { rowsRead: rows * node['Actual Loops'], by }]
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Installation } from './installation.ts'
import type { Need, OffendingRow, Statement } from './statement.ts'
import { hasProvider } from './statements/queries.ts'

/** What came of one statement. */
export interface Outcome {
  readonly number: number
  readonly title: string
  readonly verdict: 'holds' | 'fails' | 'not checked'
  readonly offending: readonly OffendingRow[]
  /** Rows that moved within the grace period: no fault yet. */
  readonly underWay: readonly OffendingRow[]
  /** What of it was not checked, and what that would need. */
  readonly notChecked: string | undefined
  readonly tookMs: number
}

export interface Patience {
  /** How long to wait, in all, for what is under way and for what may be the skew of two snapshots. */
  readonly withinMs: number
  /** A row that may come right by itself offends once it has not moved for so long, by its owner's clock. */
  readonly graceMs: number
  readonly onProgress?: (line: string) => void
}

const LOOK_AGAIN_MS = 1_000

/**
 * Checks every statement, and again those with rows, until there are none or the time is up. A row offends when the last
 * two looks both had it (the databases are never seen in one instant, so one look may see an effect without its cause) and
 * it is not merely under way.
 */
export async function checkStatements(
  installation: Installation,
  statements: readonly Statement[],
  { withinMs, graceMs, onProgress = () => undefined }: Patience,
): Promise<Outcome[]> {
  const outcomes = new Map<number, Outcome>()
  const deadline = performance.now() + withinMs
  const seen = new Map<number, ReadonlySet<string>>()
  let left = statements
  for (let look = 1; left.length > 0; look += 1) {
    for (const statement of left) {
      onProgress(`${look === 1 ? 'checking' : 'once more'} ${statement.number}: ${statement.title}`)
      const outcome = await checkOne(installation, statement, graceMs, seen.get(statement.number))
      outcomes.set(statement.number, outcome)
      seen.set(statement.number, new Set([...outcome.offending, ...outcome.underWay].map(({ row }) => row)))
    }
    const settled = look === 1 ? Infinity : graceMs + withinMs
    left = left.filter(({ number }) => mayChange(outcomes.get(number), settled))
    // Twice at least, or a row could not have been seen twice.
    if (left.length === 0 || (look > 1 && performance.now() > deadline) || withinMs === 0) break
    const rows = left.map(({ number }) => number).join(', ')
    onProgress(`waiting for what is under way (statements ${rows})`)
    await delay(Math.min(LOOK_AGAIN_MS, Math.max(deadline - performance.now(), 100)))
  }
  return statements.flatMap(({ number }) => outcomes.get(number) ?? [])
}

/** Whether another look can say something else: not of rows that no waiting mends, once they were seen twice. */
function mayChange(outcome: Outcome | undefined, settledMs: number): boolean {
  if (outcome === undefined) return false
  if (settledMs === Infinity) return outcome.offending.length + outcome.underWay.length > 0
  const moving = ({ movedAgo }: OffendingRow) => movedAgo !== undefined && movedAgo * 1_000 < settledMs
  return outcome.underWay.length > 0 || outcome.offending.some(moving)
}

async function checkOne(
  installation: Installation,
  statement: Statement,
  graceMs: number,
  before: ReadonlySet<string> | undefined,
): Promise<Outcome> {
  const { number, title, needs } = statement
  const begun = performance.now()
  const lacks = needs !== undefined && !has(installation, needs, statement)
  if (lacks) {
    return { number, title, verdict: 'not checked', offending: [], underWay: [], notChecked: needed[needs], tookMs: 0 }
  }
  const notChecked = await partNotChecked(installation, statement)
  const readers = Object.values(installation.databases)
  for (const reader of readers) await reader.refresh()
  const rows = await statement.check(installation)
  // A snapshot that is kept while nothing is read keeps PostgreSQL from cleaning up.
  for (const reader of readers) await reader.refresh()
  const isUnderWay = (row: OffendingRow) =>
    (row.movedAgo !== undefined && row.movedAgo * 1_000 < graceMs) || before?.has(row.row) === false
  return {
    number,
    title,
    verdict: rows.every(isUnderWay) ? 'holds' : 'fails',
    offending: rows.filter((row) => !isUnderWay(row)),
    underWay: rows.filter(isUnderWay),
    notChecked,
    tookMs: Math.round(performance.now() - begun),
  }
}

const needed: Readonly<Record<Need, string>> = {
  'client log': "needs the drill's client log, with entries about it",
  'dashboard file': 'needs a dashboard file (DASHBOARD_FILE)',
  NATS: 'needs NATS and a dashboard file (NATS_URL, NATS_PASSWORD, DASHBOARD_FILE)',
  subgraphs: 'needs the subgraphs, as the router asks them (ROUTER_SECRET, RECONCILE_TOKEN)',
}

function has({ clientLog, nats, subgraphs, dashboards }: Installation, need: Need, { entries }: Statement): boolean {
  switch (need) {
    case 'client log':
      return clientLog?.some(({ kind }) => entries?.includes(kind) ?? true) === true
    case 'dashboard file':
      return dashboards.length > 0
    case 'NATS':
      return nats !== undefined && dashboards.length > 0
    case 'subgraphs':
      return subgraphs !== undefined
  }
}

async function partNotChecked(
  { clientLog, databases }: Installation,
  { withoutLog, withoutProvider }: Statement,
): Promise<string | undefined> {
  const parts: string[] = []
  if (withoutLog !== undefined && !clientLog?.some(({ kind }) => kind === 'call')) {
    parts.push(`${withoutLog}: needs the drill's client log`)
  }
  if (withoutProvider !== undefined && !(await hasProvider(databases.payment))) {
    parts.push(`${withoutProvider}: needs the simulated provider's books (schema simulated_provider)`)
  }
  return parts.length === 0 ? undefined : parts.join('; ')
}

import { setTimeout as delay } from 'node:timers/promises'
import { checkStatements, type Outcome } from './check-statements.ts'
import type { Installation } from './installation.ts'
import { statements } from './statements.ts'

/** Nothing transient, every decision heard, outboxes numbered and published, inboxes and dashboards at the end. */
const FACTS = new Set([3, 6, 9, 11, 12, 13, 14, 15, 17])
const LOOK_AGAIN_MS = 500

export interface Quiet {
  /** Null: not within the bound. */
  readonly tookMs: number | null
  /** What was still under way at the last look. */
  readonly last: readonly Outcome[]
}

/** Waits until nothing is under way any more: for facts, and never for a time. */
export async function untilQuiet(
  installation: Installation,
  /** When everything had been healed, by performance.now(). */
  since: number,
  boundMs: number,
  onProgress: (line: string) => void,
  numbers: ReadonlySet<number> = FACTS,
): Promise<Quiet> {
  const facts = statements.filter(({ number }) => numbers.has(number))
  for (;;) {
    const last = await look(installation, facts)
    const tookMs = Math.round(performance.now() - since)
    if (last.length === 0) return { tookMs, last }
    if (tookMs > boundMs) return { tookMs: null, last }
    const waiting = last.map(({ number, offending }) => `${number} (${offending.length})`).join(', ')
    onProgress(`waiting for quiet, ${Math.round(tookMs / 1_000)} s: rows under way of statements ${waiting}`)
    await delay(LOOK_AGAIN_MS)
  }
}

async function look(installation: Installation, facts: typeof statements): Promise<readonly Outcome[]> {
  const outcomes = await checkStatements(installation, facts, { withinMs: 0, graceMs: 0 })
  return outcomes.filter(({ offending, underWay }) => offending.length + underWay.length > 0)
}

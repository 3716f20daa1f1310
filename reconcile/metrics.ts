import { Gauge, Registry } from 'prom-client'
import type { Outcome } from './check-statements.ts'

interface ReconcileMetrics {
  readonly registry: Registry
  /** What came of a look at all statements. */
  record(outcomes: readonly Outcome[]): void
}

/** What an operator sees of the statements. */
export function reconcileMetrics(): ReconcileMetrics {
  const registry = new Registry()
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['statement'], registers: [registry] })
  const offending = gauge('ebook_reconcile_offending', 'Rows that the statement says must not be (1000 is: or more)')
  const underWay = gauge('ebook_reconcile_under_way', 'Rows that have moved lately and may come right by themselves')
  const seconds = gauge('ebook_reconcile_seconds', 'How long the last check of the statement took')
  const lastRun = new Gauge({
    name: 'ebook_reconcile_last_run_timestamp_seconds',
    help: 'When all statements were last checked to the end, Unix time; 0 for never',
    registers: [registry],
  })
  return {
    registry,
    record(outcomes) {
      for (const outcome of outcomes.filter(({ verdict }) => verdict !== 'not checked')) {
        const statement = String(outcome.number)
        offending.set({ statement }, outcome.offending.length)
        underWay.set({ statement }, outcome.underWay.length)
        seconds.set({ statement }, outcome.tookMs / 1_000)
      }
      lastRun.setToCurrentTime()
    },
  }
}

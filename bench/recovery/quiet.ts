import { checkStatements } from '@ebook/reconcile/check-statements'
import { findInstallation, openInstallation, type OpenInstallation } from '@ebook/reconcile/open-installation'
import { statements } from '@ebook/reconcile/statements'
import type { Stack } from '@ebook/stack/stack'
import { setTimeout as delay } from 'node:timers/promises'

/** Nothing transient; every outbox published; every consumer, and the dashboard, at its producers' last position. */
const LIGHT = new Set([3, 12, 15])
/** Every event in every inbox; every dashboard row the fold of its sources. Read last, because they read everything. */
const WHOLE = new Set([13, 17])
const LOOK_MS = 100
const PATIENCE_MS = 10 * 60_000

/**
 * Seconds from `since`, by performance.now(), to the first look at which everything was quiet. Consumers write down once a
 * second how far they have come: no figure is finer than that. Throws when it does not become quiet within ten minutes.
 */
export async function secondsToQuiet(stack: Stack, since: number): Promise<number> {
  const installation = await openInstallation(await findInstallation(stack.dataDir, {}))
  try {
    for (;;) {
      const looked = performance.now()
      const waiting = (await fails(installation, LIGHT)) ?? (await fails(installation, WHOLE))
      if (waiting === undefined) return Math.round((looked - since) / 100) / 10
      if (looked - since > PATIENCE_MS) throw new Error(`it does not become quiet: ${waiting}`)
      await delay(LOOK_MS)
    }
  } finally {
    await installation.close()
  }
}

async function fails(installation: OpenInstallation, numbers: ReadonlySet<number>): Promise<string | undefined> {
  const chosen = statements.filter(({ number }) => numbers.has(number))
  const outcomes = await checkStatements(installation, chosen, { withinMs: 0, graceMs: 0 })
  const failing = outcomes.find(({ offending }) => offending.length > 0)
  return failing && `${failing.number} ${failing.title}: ${JSON.stringify(failing.offending[0])}`
}

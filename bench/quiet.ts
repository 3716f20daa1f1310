import { findInstallation, openInstallation } from '@ebook/reconcile/open-installation'
import { untilQuiet } from '@ebook/reconcile/until-quiet'
import type { Stack } from '@ebook/stack/stack'
import { tenths } from './figures.ts'

const PATIENCE_MS = 10 * 60_000

/**
 * Seconds from `since`, by performance.now(), to the first look at which everything was quiet. Consumers write down once a
 * second how far they have come: no figure is finer than that. Throws when it does not become quiet within ten minutes.
 */
export async function secondsToQuiet(stack: Stack, since: number): Promise<number> {
  const installation = await openInstallation(await findInstallation(stack.dataDir, {}))
  try {
    const { tookMs, last } = await untilQuiet(installation, since, PATIENCE_MS, () => undefined)
    if (tookMs !== null) return tenths(tookMs / 1_000)
    throw new Error(`it does not become quiet: ${last.map(({ number, title }) => `${number} ${title}`).join('; ')}`)
  } finally {
    await installation.close()
  }
}

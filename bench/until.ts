import { setTimeout as delay } from 'node:timers/promises'

const PATIENCE_MS = 60_000
const LOOK_MS = 20
const SAY_EVERY_MS = 5_000

/** What was seen: that it is so, or what is still in the way. */
export type Look<T> = { readonly is: T } | { readonly not: string }

/** Waits for a fact. Throws when it does not come to be. */
export async function until(what: string, fact: () => Promise<boolean>, withinMs = PATIENCE_MS): Promise<void> {
  await untilSeen(what, async () => ((await fact()) ? { is: true } : { not: 'it is not so' }), withinMs)
}

/** Looks until it is so, and says now and then why it is not. Throws when it does not come to be. */
export async function untilSeen<T>(what: string, look: () => Promise<Look<T>>, withinMs = PATIENCE_MS): Promise<T> {
  const began = performance.now()
  let said = began
  for (;;) {
    const seen = await look()
    if ('is' in seen) return seen.is
    const now = performance.now()
    if (now - began > withinMs) throw new Error(`not within ${withinMs / 1_000} s: ${what}: ${seen.not}`)
    if (now - said > SAY_EVERY_MS) {
      console.error(`  not yet: ${what}: ${seen.not}`)
      said = now
    }
    await delay(LOOK_MS)
  }
}

const PATIENCE_MS = 60_000
const LOOK_MS = 20

/** Waits for a fact. Throws when it does not come to be. */
export async function until(what: string, fact: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await fact())) {
    if (performance.now() > deadline) throw new Error(`it did not come to be within ${PATIENCE_MS / 1_000} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

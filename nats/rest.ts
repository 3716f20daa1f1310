const SECOND_MS = 1_000
/** A timer may be a little early. */
const EARLY_MS = 50

/**
 * Of a sleep of at most so long: it ends with an even second of the clock, or with any second if it is shorter than two, or
 * when it likes if it is shorter than one. Whatever looks around once in a while does so at one moment, in all processes:
 * waking ten times for a little costs a machine at rest ten times what waking once does.
 */
export function inCompany(ms: number): number {
  if (ms + EARLY_MS < SECOND_MS) return Math.max(0, ms)
  const step = ms + EARLY_MS < 2 * SECOND_MS ? SECOND_MS : 2 * SECOND_MS
  const now = Date.now()
  return Math.floor((now + ms + EARLY_MS) / step) * step - now
}

/** A sleep that a hint ends. What was hinted while nobody slept ends the next sleep at once. */
export class Rest {
  #hinted = false
  #wake: (() => void) | undefined

  hint(): void {
    this.#hinted = true
    this.#wake?.()
  }

  /** Until the next hint, at most for so long. Returns whether there was one. */
  async atMost(ms: number): Promise<boolean> {
    if (!this.#hinted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, inCompany(ms))
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    const hinted = this.#hinted
    this.#hinted = false
    return hinted
  }
}

export interface Repeating {
  /** The next step is taken at once. */
  now(): void
  /** No further step is taken; resolves when the one under way has ended. */
  stop(): Promise<void>
}

/**
 * Takes a step now and again and again, with `ms` between the end of one and the next if it does not say otherwise, and goes
 * on when one fails.
 */
export function repeat(
  ms: number,
  step: () => Promise<number | undefined>,
  onError: (error: unknown) => void,
): Repeating {
  const rest = new Rest()
  let stopped = false
  const run = async () => {
    while (!stopped) {
      const next = await step().catch((error: unknown) => void onError(error))
      if (!stopped) await rest.atMost(next ?? ms)
    }
  }
  const running = run()
  return {
    now: () => rest.hint(),
    async stop() {
      stopped = true
      rest.hint()
      await running
    },
  }
}

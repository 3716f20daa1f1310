/** A sleep that a hint ends. What was hinted while nobody slept ends the next sleep at once. */
export class Rest {
  #hinted = false
  #wake: (() => void) | undefined

  hint(): void {
    this.#hinted = true
    this.#wake?.()
  }

  /** Until the next hint, at most for so long. */
  async atMost(ms: number): Promise<void> {
    if (!this.#hinted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    this.#hinted = false
  }
}

/** Takes a step now and again and again, with `ms` between the end of one and the next, and goes on when one fails. */
export function repeat(
  ms: number,
  step: () => Promise<unknown>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const rest = new Rest()
  let stopped = false
  const run = async () => {
    while (!stopped) {
      await step().catch(onError)
      if (!stopped) await rest.atMost(ms)
    }
  }
  const running = run()
  return {
    async stop() {
      stopped = true
      rest.hint()
      await running
    },
  }
}

/** What never answers: whoever waits for it waits in a process that is dead. */
export const never: Promise<never> = new Promise(() => undefined)

/**
 * One process from its start to its death. Whatever it does that others can see burns its fuse by one: every statement,
 * commit, message, call and acknowledgement. So a fuse of n is a crash between its n-th and its next.
 */
export class Life {
  #alive = true
  #fuse = Number.POSITIVE_INFINITY
  readonly name: string
  readonly #ends: (() => void)[] = []

  constructor(name: string) {
    this.name = name
  }

  get isAlive(): boolean {
    return this.#alive
  }

  /** It dies when it has done so many more things. */
  set fuse(steps: number) {
    this.#fuse = steps
  }

  /** False when it dies now, or is dead: then the thing is not done. */
  act(): boolean {
    if (!this.#alive) return false
    this.#fuse -= 1
    if (this.#fuse >= 0) return true
    this.end()
    return false
  }

  onEnd(then: () => void): void {
    this.#ends.push(then)
  }

  end(): void {
    if (!this.#alive) return
    this.#alive = false
    for (const then of this.#ends) then()
  }
}

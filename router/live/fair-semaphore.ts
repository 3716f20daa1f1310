/** Those who want a turn and do not have it yet, in the order in which they came, and how many turns they have. */
interface Standing {
  taken: number
  readonly waiting: (() => void)[]
}

/**
 * So many at a time, and of one member only some of them. The members who wait get their turns one after the other,
 * whoever of them wants the most.
 */
export class FairSemaphore {
  readonly #atATime: number
  readonly #ofAMember: number
  /** In the order in which they are looked at: who has got a turn comes last. */
  readonly #members = new Map<string, Standing>()
  #taken = 0

  constructor(atATime: number, ofAMember: number) {
    this.#atATime = atATime
    this.#ofAMember = ofAMember
  }

  /** Does the work when there is a turn for it. Throws the signal's reason if that comes first. */
  async take<Result>(member: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    await this.#turn(member, signal)
    try {
      return await work()
    } finally {
      this.#giveBack(member)
    }
  }

  #turn(member: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const standing = this.#members.get(member) ?? { taken: 0, waiting: [] }
    this.#members.set(member, standing)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const begin = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      standing.waiting.splice(standing.waiting.indexOf(begin), 1)
      this.#forget(member, standing)
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', leave, { once: true })
    standing.waiting.push(begin)
    this.#goOn()
    return promise
  }

  #giveBack(member: string): void {
    this.#taken -= 1
    const standing = this.#members.get(member)
    if (standing !== undefined) {
      standing.taken -= 1
      this.#forget(member, standing)
    }
    this.#goOn()
  }

  #goOn(): void {
    while (this.#taken < this.#atATime) {
      const next = this.#next()
      if (next === undefined) return
      const [member, standing] = next
      this.#members.delete(member)
      this.#members.set(member, standing)
      this.#taken += 1
      standing.taken += 1
      standing.waiting.shift()?.()
    }
  }

  #next(): [string, Standing] | undefined {
    for (const entry of this.#members) {
      const [, { taken, waiting }] = entry
      if (waiting.length > 0 && taken < this.#ofAMember) return entry
    }
    return undefined
  }

  #forget(member: string, { taken, waiting }: Standing): void {
    if (taken === 0 && waiting.length === 0) this.#members.delete(member)
  }
}

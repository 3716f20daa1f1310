import { never, type Life } from './store/life.ts'
import type { Surprises } from './surprises.ts'

/** The caller waited in vain; the request, if it is not lost, may still arrive. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

/** Nobody is there: the request was not delivered. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** One call between two processes that is under way. */
export interface Exchange {
  /** Who asks for what, for the script. */
  readonly name: string
  readonly about: string
  stage: 'asked' | 'at work' | 'answered'
  /** False when the caller gave up or died. */
  awaited: boolean
  readonly caller: Life
  arrive(): void
  /** The reply reaches the caller. */
  reply(): void
  giveUp(): void
}

/** What decides on a call's fate: the surprises of the step in which it is made. */
export interface Fates {
  readonly surprises: Surprises
}

const SLOW = 0.2
const REPLY_LOST = 0.1

/** All calls that are under way. A prompt one is over before the step in which it was made. */
export class Exchanges {
  readonly underway: Exchange[] = []
  readonly #fates: Fates

  constructor(fates: Fates) {
    this.#fates = fates
  }

  /**
   * Asks `serve` once, at once or later. `serve` resolves with the answer; it is undefined when there is nobody to ask.
   * Never settles for a caller that is dead.
   */
  ask<Answer>(
    { name, about, caller }: Pick<Exchange, 'name' | 'about' | 'caller'>,
    serve: () => Promise<Answer> | undefined,
  ): Promise<Answer> {
    if (!caller.act()) return never
    const slow = this.#fates.surprises.chance(SLOW)
    const replyLost = this.#fates.surprises.chance(REPLY_LOST)
    return new Promise((resolve, reject) => {
      let outcome: { answer: Answer } | { error: unknown } | undefined
      const tell = () => {
        if (exchange.awaited && caller.isAlive && outcome) {
          if ('answer' in outcome) resolve(outcome.answer)
          else reject(outcome.error)
        }
        exchange.awaited = false
        this.#remove(exchange)
      }
      const exchange: Exchange = {
        name,
        about,
        caller,
        stage: 'asked',
        awaited: true,
        arrive: () => {
          const serving = serve()
          if (serving === undefined) {
            outcome = { error: new Unreachable(`${name}: nobody is there`) }
            return tell()
          }
          exchange.stage = 'at work'
          const answered = (told: typeof outcome) => {
            outcome = told
            exchange.stage = 'answered'
            if (!exchange.awaited) this.#remove(exchange)
            else if (!slow) {
              if (replyLost) exchange.giveUp()
              else tell()
            }
          }
          serving.then(
            (answer) => answered({ answer }),
            (error: unknown) => answered({ error }),
          )
        },
        reply: tell,
        giveUp: () => {
          if (exchange.awaited && caller.isAlive) reject(new Unanswered(`${name} did not answer in time`))
          exchange.awaited = false
          if (exchange.stage !== 'asked') this.#remove(exchange)
        },
      }
      this.underway.push(exchange)
      if (!slow) exchange.arrive()
    })
  }

  /** A request on its way, or a reply, is lost. */
  drop(exchange: Exchange): void {
    exchange.giveUp()
    this.#remove(exchange)
  }

  /** Whoever was asked is dead: nobody will answer. */
  abandonedBy(life: Life): void {
    for (const exchange of this.underway) if (exchange.caller === life) exchange.awaited = false
  }

  #remove(exchange: Exchange): void {
    const index = this.underway.indexOf(exchange)
    if (index >= 0) this.underway.splice(index, 1)
  }
}

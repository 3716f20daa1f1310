import type { Logger } from '@ebook/chassis/log'
import type { NatsConnection } from '@ebook/nats/connection'
import { askDeadLetters, askReplay, type SentLetter, type SentReplay } from '@ebook/nats/dead-letter-service'
import type { WantedLetters } from '@ebook/nats/sql/dead-letters'
import { KEEPERS, type Keeper } from './letter-id.ts'

export interface Collected {
  /** Newest first. */
  readonly letters: readonly SentLetter[]
  /** Of those that answered. */
  readonly total: number
  readonly unreachable: readonly Keeper[]
}

/** Where librarians ask for dead letters: each is kept by the context that could not handle it, and asked for there. */
export interface DeadLetterDesk {
  /** Asks all at once. Who does not answer in time is named, and the others' letters are told. */
  collect(wanted: WantedLetters, log: Logger): Promise<Collected>
  /** Undefined when its keeper did not answer; whether it was replayed is not known then, and asking again is safe. */
  replay(keeper: Keeper, id: string, log: Logger): Promise<SentReplay | undefined>
}

// Both within the 5 s that the router gives a subgraph.
const LIST_WITHIN_MS = 2_000
const REPLAY_WITHIN_MS = 4_000

/** `connection` is undefined until NATS has answered for the first time: then nobody can be reached. */
export function deadLetterDesk(connection: () => NatsConnection | undefined): DeadLetterDesk {
  const ask = async <Reply>(keeper: Keeper, log: Logger, question: (nats: NatsConnection) => Promise<Reply>) => {
    try {
      const nats = connection()
      if (nats !== undefined) return await question(nats)
      log.warn({ keeper }, 'dead letters cannot be asked for: NATS has not answered yet')
    } catch (error) {
      log.warn({ err: error, keeper }, 'a context does not answer for its dead letters')
    }
    return undefined
  }
  return {
    async collect(wanted, log) {
      const answers = await Promise.all(
        KEEPERS.map(async (keeper) => ({
          keeper,
          page: await ask(keeper, log, (nats) => askDeadLetters(nats, keeper, wanted, { timeoutMs: LIST_WITHIN_MS })),
        })),
      )
      const letters = answers
        .flatMap(({ page }) => page?.letters ?? [])
        .toSorted((one, other) => (one.id < other.id ? 1 : -1))
      return {
        letters: letters.slice(0, wanted.limit),
        total: answers.reduce((sum, { page }) => sum + (page?.total ?? 0), 0),
        unreachable: answers.filter(({ page }) => page === undefined).map(({ keeper }) => keeper),
      }
    },
    replay: (keeper, id, log) =>
      ask(keeper, log, (nats) => askReplay(nats, keeper, id, { timeoutMs: REPLAY_WITHIN_MS })),
  }
}

import { Patience } from './patience.ts'
import { repair, type RepairSettings } from './repair.ts'
import type { Position, Range, Repairable } from './repairable.ts'
import type { Watermarks } from './watermark.ts'

// The stream usually brings a missing message by itself within milliseconds; only then ask its producer.
const PATIENCE_MS = 2_000

export interface GapWatchSettings extends RepairSettings {
  readonly watermarks: Watermarks
  /** Is told of every repair that was tried: how many events came. */
  readonly onRepair: (producer: string, events: number) => void
  readonly patienceMs?: number | undefined
}

export interface GapWatch {
  /**
   * Looks for what is missing and repairs what has lasted. `drained` says whether the stream has nothing more to bring.
   * Returns whether everything that was announced was here: otherwise call it again in about a second.
   */
  check(drained: () => Promise<boolean>): Promise<boolean>
  /** When it was last certain that everything the producer had said was here; undefined if never. */
  currentAt(producer: string): Date | undefined
  /** The same by the producer's own clock, as far as it tells it: what it committed before is here. */
  heardUpTo(producer: string): Date | undefined
}

/**
 * No promise rests on the broker: every event carries its dense position in its producer's outbox, and every producer
 * announces its newest position every second or two. A hole in the positions up to there, and a lost tail, is pulled from the
 * producer's outbox. What an event says of its own position makes no hole before the producer has announced it.
 */
export function watchGaps(repairable: Repairable, settings: GapWatchSettings): GapWatch {
  const { watermarks, log, onRepair, patienceMs = PATIENCE_MS } = settings
  const patience = new Patience(patienceMs)
  const currentAt = new Map<string, Date>()
  const heardUpTo = new Map<string, Date>()

  const repairAndSay = async (producer: string, range: Range) => {
    let events = 0
    try {
      events = await repair(repairable, settings, producer, range)
      if (events > 0) log.warn({ producer, ...range, events }, 'what the stream lacks came from the outbox')
    } catch (error) {
      log.warn({ err: error, producer, ...range }, 'what the stream lacks cannot be had from the outbox now')
    }
    onRepair(producer, events)
  }

  return {
    async check(drained) {
      const heard = new Map(watermarks.heard())
      const announced = new Map([...heard].map(([producer, { pos }]) => [producer, pos]))
      const positions = await repairable.positions(announced)
      let isWhole = true
      for (const { producer, reached, highest } of positions) {
        const mark = heard.get(producer)
        if (mark && reached >= mark.pos) {
          currentAt.set(producer, mark.at)
          if (mark.time) heardUpTo.set(producer, mark.time)
        }
        isWhole &&= reached >= Math.max(highest, mark?.pos ?? 0)
      }
      const lacksTail = ({ producer, highest }: Position) => highest < (announced.get(producer) ?? 0)
      const isDrained = positions.some(lacksTail) && (await drained())
      for (const position of positions) {
        const overdue = patience.overdue(position, announced.get(position.producer), performance.now(), isDrained)
        for (const range of overdue) await repairAndSay(position.producer, range)
      }
      return isWhole
    },
    currentAt: (producer) => currentAt.get(producer),
    heardUpTo: (producer) => heardUpTo.get(producer),
  }
}

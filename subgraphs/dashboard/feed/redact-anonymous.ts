import { z } from 'zod'
import { redactActor, redactData } from '@ebook/nats/redact'
import { toggled } from '../file/mended.ts'
import { placeAt, type Place } from '../file/place.ts'
import type { Statements } from '../file/sqlite.ts'
import type { StoredEvent } from '../file/tables.ts'
import { FOREVER } from './keep-events.ts'

const ANONYMISED: readonly string[] = ['ebook.rent.RentalAnonymised.v1', 'ebook.book.HoldAnonymised.v1']
const Pseudonym = z.object({ pseudonym: z.string() })

/**
 * What the file has of rentals and places in line of which it was said that nobody is to know any more whose they were:
 * each event says what its producer's outbox says of it now, by the same function, so that a file that is rebuilt is this
 * one. It is so whichever comes first.
 */
export class AnonymousLives {
  readonly #writer: Statements
  #place: Place

  constructor(writer: Statements, place: Place) {
    this.#writer = writer
    this.#place = place
  }

  /** From which it is known as ever. */
  get place(): Place {
    return this.#place
  }

  /** All events of a row, as the file has them from now on. */
  redacted(ofRow: readonly StoredEvent[]): readonly StoredEvent[] {
    const said = ofRow.find(({ type }) => ANONYMISED.includes(type))
    return said ? this.#redact(ofRow, said) : ofRow
  }

  #redact(events: readonly StoredEvent[], said: StoredEvent): readonly StoredEvent[] {
    const { pseudonym } = Pseudonym.parse(JSON.parse(said.data))
    return events.map((event) => {
      // A title's own events name nobody.
      if (event === said || event.aggregate_type === 'Book' || event.sequence === FOREVER) return event
      const data = redactData(JSON.parse(event.data) as Record<string, unknown>, {
        instead: { userId: pseudonym },
        without: ['note'],
      })
      const less = { ...event, data: JSON.stringify(data), actor: redactActor(event.actor), sequence: FOREVER }
      this.#writer.run(
        'update event set data = ?, actor = ?, sequence = ? where event_id = ?',
        ...[less.data, less.actor, less.sequence, less.event_id],
      )
      const { stream, sequence, mended } = this.#place
      if (event.sequence === null) this.#place = placeAt(stream, sequence, toggled(mended, event.event_id))
      return less
    })
  }
}

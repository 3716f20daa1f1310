import { z } from 'zod'
import { redactActor, redactData, type Redaction } from '@ebook/nats/redact'
import { toggled } from '../file/mended.ts'
import { placeAt, type Place } from '../file/place.ts'
import type { Statements } from '../file/sqlite.ts'
import type { StoredEvent } from '../file/tables.ts'
import { FOREVER } from './keep-events.ts'

const ANONYMISED: readonly string[] = ['ebook.rent.RentalAnonymised.v1', 'ebook.book.HoldAnonymised.v1']
const ERASED = 'ebook.rent.MemberErased.v1'
const Pseudonym = z.object({ pseudonym: z.string() })

/**
 * What the file has of rentals, places in line and members of which it was said that nobody is to know any more whose they were:
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
    if (said === undefined) return ofRow
    return this.#redact(ofRow, said, { instead: { userId: pseudonymIn(said) }, without: ['note'] })
  }

  /** All that was said of a member until they were erased; what came later is of a new one. */
  redactMember(ofMember: readonly StoredEvent[]): void {
    const erased = ofMember.filter(({ type }) => type === ERASED)
    let from = 0
    for (const said of erased.sort((one, other) => one.aggregate_version - other.aggregate_version)) {
      const until = said.aggregate_version
      const before = ofMember.filter(({ aggregate_version: version }) => from <= version && version < until)
      from = until
      const instead = { userId: pseudonymIn(said), reason: '' }
      this.#redact(before, said, { instead, without: ['note', 'message'] })
    }
  }

  #redact(events: readonly StoredEvent[], said: StoredEvent, redaction: Redaction): readonly StoredEvent[] {
    return events.map((event) => {
      // A title's own events name nobody.
      if (event === said || event.aggregate_type === 'Book' || event.sequence === FOREVER) return event
      const data = redactData(JSON.parse(event.data) as Record<string, unknown>, redaction)
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

const pseudonymIn = ({ data }: StoredEvent): string => Pseudonym.parse(JSON.parse(data)).pseudonym

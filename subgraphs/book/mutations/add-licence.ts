import { randomUUID } from 'node:crypto'
import type { RequestContext } from '@ebook/chassis/request'
import { changeLicence, makeSeats, type LicenceAnswer } from '../change-licence.ts'
import type { AddLicenceInput } from '../generated/resolvers.ts'
import type { BookPorts } from '../ports.ts'
import { readBought, readTerms } from '../read-licence.ts'
import type { Licence } from '../title/language.ts'

/** One more licence: those who wait are served by its seats, in the same transaction (N11). */
export async function addLicence(
  ports: BookPorts,
  input: AddLicenceInput,
  context: RequestContext,
): Promise<LicenceAnswer> {
  const note = readBought(input)
  return changeLicence(ports, input.bookId, context, (_, now) => {
    const read = readTerms(input, now)
    const userErrors = [...('userErrors' in read ? read.userErrors : []), ...(note.userErrors ?? [])]
    if ('userErrors' in read || note.userErrors) return { userErrors }
    const { terms } = read
    const newSeats = makeSeats(terms.seats ?? 0)
    const licence: Licence = {
      ...terms,
      licenceId: randomUUID(),
      loansLeft: terms.loansTotal,
      renewalCountsAsLoan: input.renewalCountsAsLoan ?? false,
      endedAt: null,
      free: newSeats.length,
      promised: 0,
      freeSeats: newSeats,
      newSeats,
      goneSeats: [],
    }
    return { command: { type: 'addLicence', licence }, bought: note.bought, licenceId: licence.licenceId }
  })
}

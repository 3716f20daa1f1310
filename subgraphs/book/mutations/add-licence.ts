import { randomUUID } from 'node:crypto'
import type { RequestContext } from '@ebook/chassis/request'
import { changeLicence, makeSeats, type LicenceAnswer } from '../change-licence.ts'
import type { AddLicenceInput } from '../generated/resolvers.ts'
import type { BookPorts } from '../ports.ts'
import { readLicence } from '../read-licence.ts'
import type { Licence } from '../title/language.ts'

/** One more licence: those who wait are served by its seats, in the same transaction (N11). */
export async function addLicence(
  ports: BookPorts,
  input: AddLicenceInput,
  context: RequestContext,
): Promise<LicenceAnswer> {
  return changeLicence(ports, input.bookId, context, (_, now) => {
    const read = readLicence(input, input, now)
    if ('userErrors' in read) return read
    const { terms, bought } = read
    const newSeats = makeSeats(terms.seats ?? 0)
    const licence: Licence = {
      ...terms,
      licenceId: randomUUID(),
      loansLeft: terms.loansTotal,
      renewalCountsAsLoan: input.renewalCountsAsLoan ?? false,
      endedAt: null,
      nearEnd: [],
      free: newSeats.length,
      promised: 0,
      freeSeats: newSeats,
      newSeats,
      goneSeats: [],
    }
    return { command: { type: 'addLicence', licence }, bought, licenceId: licence.licenceId }
  })
}

import type { RequestContext } from '@ebook/chassis/request'
import { changeLicence, licenceInUse, licenceNotFound, makeSeats, type LicenceAnswer } from '../change-licence.ts'
import type { ReviseLicenceInput } from '../generated/resolvers.ts'
import { idOf } from '../given-text.ts'
import type { BookPorts } from '../ports.ts'
import { readLicence } from '../read-licence.ts'

/** Other terms, and never fewer seats or loans than were given away. */
export async function reviseLicence(
  ports: BookPorts,
  input: ReviseLicenceInput,
  context: RequestContext,
): Promise<LicenceAnswer> {
  return changeLicence(ports, input.bookId, context, (title, now) => {
    const licenceId = idOf(input.licenceId)
    const known = title.licences.find((licence) => licence.licenceId === licenceId)
    if (known === undefined || licenceId === undefined) return { userErrors: [licenceNotFound] }
    const seats = input.seats ?? known.seats
    const given = {
      kind: known.kind,
      seats,
      expiresAt: input.expiresAt ?? known.expiresAt?.toISOString(),
      loansTotal: input.loansTotal ?? known.loansTotal,
    }
    const read = readLicence(given, input, now)
    if ('userErrors' in read) return read
    const { expiresAt, loansTotal } = read.terms
    const more = (loansTotal ?? 0) - (known.loansTotal ?? 0)
    const loansLeft = known.loansLeft === null ? null : known.loansLeft + more
    if (loansLeft !== null && loansLeft < known.promised) return { userErrors: [licenceInUse] }
    const newSeats = makeSeats(Math.max(0, (seats ?? 0) - (known.seats ?? 0)))
    const renewalCountsAsLoan = input.renewalCountsAsLoan ?? known.renewalCountsAsLoan
    const limits = { seats, expiresAt, loansTotal, loansLeft, renewalCountsAsLoan }
    const licence = { licenceId, ...limits, newSeats }
    return { command: { type: 'reviseLicence', licence }, bought: read.bought, licenceId }
  })
}

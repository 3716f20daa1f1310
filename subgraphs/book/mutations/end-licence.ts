import type { RequestContext } from '@ebook/chassis/request'
import { changeLicence, licenceNotFound, type LicenceAnswer } from '../change-licence.ts'
import type { EndLicenceInput } from '../generated/resolvers.ts'
import { idOf } from '../given-text.ts'
import type { BookPorts } from '../ports.ts'

/** Nothing more is lent by it. One that is in use is given an end instead. */
export async function endLicence(
  ports: BookPorts,
  input: EndLicenceInput,
  context: RequestContext,
): Promise<LicenceAnswer> {
  return changeLicence(ports, input.bookId, context, () => {
    const licenceId = idOf(input.licenceId)
    if (licenceId === undefined) return { userErrors: [licenceNotFound] }
    return { command: { type: 'endLicence', licenceId }, bought: {}, licenceId }
  })
}

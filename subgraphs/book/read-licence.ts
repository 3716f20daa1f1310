import { readText } from '@ebook/chassis/text'
import type { Bought } from './database.ts'
import { isBetween } from './describe-title.ts'
import type { AddLicenceInput, UserError } from './generated/resolvers.ts'
import type { Licence, LicenceKind } from './title/language.ts'
import { userError } from './user-errors.ts'

export const MOST_SEATS = 1_000
const MOST_LOANS = 1_000_000
const HIGHEST_PRICE = 1_000_000_000
const LONGEST = 200

/** Which limits a kind has; `MAY` may have one. */
const limits: Readonly<Record<LicenceKind, { seats: boolean; time: boolean | 'MAY'; loans: boolean }>> = {
  ONE_COPY: { seats: true, time: false, loans: false },
  CONCURRENT: { seats: true, time: false, loans: false },
  TIME_LIMITED: { seats: true, time: true, loans: false },
  LOAN_LIMITED: { seats: true, time: false, loans: true },
  TIME_AND_LOAN_LIMITED: { seats: true, time: true, loans: true },
  UNLIMITED: { seats: false, time: 'MAY', loans: false },
}

type Terms = Pick<Licence, 'kind' | 'seats' | 'expiresAt' | 'loansTotal'>
type GivenTerms = Pick<AddLicenceInput, 'kind' | 'seats' | 'expiresAt' | 'loansTotal'>
type GivenBought = Pick<AddLicenceInput, keyof Bought>

type Wrong = { readonly userErrors: UserError[] }

/** What a librarian says that a licence allows, and what is written beside; or everything that is wrong with either. */
export function readLicence(
  given: GivenTerms,
  beside: GivenBought,
  now: Date,
): { readonly terms: Terms; readonly bought: Partial<Bought> } | Wrong {
  const [read, noted] = [readTerms(given, now), readBought(beside)]
  if ('userErrors' in read)
    return { userErrors: [...read.userErrors, ...('userErrors' in noted ? noted.userErrors : [])] }
  return 'userErrors' in noted ? noted : { ...read, ...noted }
}

function readTerms(input: GivenTerms, now: Date): { readonly terms: Terms } | Wrong {
  const { kind } = input
  const has = limits[kind]
  const userErrors: UserError[] = []
  const expect = (fine: boolean, field: string, message: string) => {
    if (!fine) userErrors.push(userError('INVALID_INPUT', message, field))
  }
  const seats = kind === 'ONE_COPY' ? (input.seats ?? 1) : (input.seats ?? null)
  if (kind === 'ONE_COPY') expect(seats === 1, 'seats', 'ONE_COPY has one seat.')
  else if (has.seats)
    expect(seats !== null && isBetween(seats, 1, MOST_SEATS), 'seats', `A licence has 1 to ${MOST_SEATS} seats.`)
  else expect(seats === null, 'seats', `${kind} has no number of seats.`)
  const expiresAt = input.expiresAt == null ? null : new Date(input.expiresAt)
  expect(has.time !== true || expiresAt !== null, 'expiresAt', `${kind} has an end.`)
  expect(has.time !== false || expiresAt === null, 'expiresAt', `${kind} has no end.`)
  expect(expiresAt === null || expiresAt > now, 'expiresAt', 'A licence ends in the future.')
  const loansTotal = input.loansTotal ?? null
  if (has.loans) {
    const fine = loansTotal !== null && isBetween(loansTotal, 1, MOST_LOANS)
    expect(fine, 'loansTotal', `${kind} allows 1 to ${MOST_LOANS.toLocaleString('en')} loans.`)
  } else expect(loansTotal === null, 'loansTotal', `${kind} has no number of loans.`)
  return userErrors.length > 0 ? { userErrors } : { terms: { kind, seats, expiresAt, loansTotal } }
}

/** What is left out is undefined. */
function readBought(input: GivenBought): { readonly bought: Partial<Bought> } | Wrong {
  const { price, preview, download } = input
  const userErrors: UserError[] = []
  const textIn = (field: 'vendor' | 'orderNumber', what: string) => {
    const given = input[field]
    if (given == null) return given
    const read = readText(given, { least: 0, most: LONGEST })
    if ('wrong' in read) userErrors.push(userError('INVALID_INPUT', `${what} ${read.wrong}.`, field))
    return 'text' in read ? read.text || null : null
  }
  const [vendor, orderNumber] = [textIn('vendor', 'A vendor'), textIn('orderNumber', 'An order number')]
  if (price != null && !isBetween(price, 0, HIGHEST_PRICE)) {
    const most = HIGHEST_PRICE.toLocaleString('en')
    userErrors.push(userError('INVALID_INPUT', `A price is 0 to ${most} won.`, 'price'))
  }
  if (preview != null && !isBetween(preview, 0, 100))
    userErrors.push(userError('INVALID_INPUT', 'A preview is 0 to 100 percent.', 'preview'))
  if (userErrors.length > 0) return { userErrors }
  return {
    bought: {
      ...(vendor === undefined ? {} : { vendor }),
      ...(orderNumber === undefined ? {} : { orderNumber }),
      ...(price === undefined ? {} : { price }),
      ...(preview === undefined ? {} : { preview }),
      ...(download == null ? {} : { download }),
    },
  }
}

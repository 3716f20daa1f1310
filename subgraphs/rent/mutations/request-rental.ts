import { z } from 'zod'
import { causeOf, requireRole } from '@ebook/chassis/guard'
import { newId } from '@ebook/chassis/new-id'
import type { RequestContext } from '@ebook/chassis/request'
import { isKey } from '@ebook/chassis/text'
import type { Cause } from '@ebook/nats/outbox'
import { inUnitOfWork, type UnitOfWork } from '@ebook/nats/unit-of-work'
import { askPayment, retryOfLostCall } from '../ask-payment.ts'
import type { RentDatabase } from '../database.ts'
import type { RequestRentalInput, RequestRentalPayload, UserError } from '../generated/resolvers.ts'
import { memberKey, tellMember } from '../member-aggregate.ts'
import { categoryOf } from '../member-category.ts'
import { isSecondOpenRental, keepRequest, readFacts, type MemberRequest } from '../member-request.ts'
import type { RentPorts } from '../ports.ts'
import { readRentals } from '../queries/rental.ts'
import { beginRental, tellRental } from '../rental-aggregate.ts'
import type { RentalRefusal } from '../rental/language.ts'
import type { Rental } from '../rental/state.ts'
import { eventsBehindRental } from '../sql/events-behind.ts'
import { negativePoints, userError, userErrorOf } from '../user-errors.ts'

const LONGEST_KEY = 200

type Requested =
  | { readonly kind: 'new'; readonly rental: Rental; readonly now: Date; readonly eventIds: readonly string[] }
  /** The same request was made before, under the same key. */
  | { readonly kind: 'repeated'; readonly rentalId: string }
  | { readonly kind: 'refused'; readonly refusal: RentalRefusal | { readonly code: 'IDEMPOTENCY_KEY_REUSED' } }

/** Applies for a title, and asks for the payment (R1). A slow or absent payment is no error. */
export async function requestRental(
  rent: RentPorts,
  input: RequestRentalInput,
  context: RequestContext,
): Promise<RequestRentalPayload> {
  const viewer = requireRole(context, 'MEMBER')
  const invalid = validate(input)
  if (invalid) return { rental: null, userErrors: [invalid] }

  const rentalId = newId()
  const cause = causeOf(context, rentalId, 'MEMBER')
  const request: MemberRequest = {
    userId: viewer.sub,
    category: categoryOf(rent, context),
    key: input.idempotencyKey,
    bookId: input.bookId.toLowerCase(),
    expectedFee: input.expectedFee ?? undefined,
    holdId: input.holdId?.toLowerCase(),
    holdIfTaken: input.holdIfTaken ?? false,
    pointsToUse: input.pointsToUse ?? 0,
    acceptsShorterLoan: input.acceptsShorterLoan ?? false,
  }
  const attempt = () =>
    inUnitOfWork(rent.db, (unit) => apply(rent, unit, rentalId, request, cause)).catch((error: unknown): Requested => {
      if (isSecondOpenRental(error)) return { kind: 'refused', refusal: { code: 'ALREADY_RENTED' } }
      throw error
    })
  let requested = await attempt()
  const unknownBook = requested.kind === 'refused' && requested.refusal.code === 'BOOK_NOT_FOUND'
  if (unknownBook && (await rent.arrivals.turnsUp(request.bookId, viewer.sub, context))) requested = await attempt()
  switch (requested.kind) {
    case 'refused':
      return { rental: null, userErrors: [userErrorOf(requested.refusal)] }
    case 'repeated': {
      const { rentalId } = requested
      const [rental] = await readRentals(rent.db, [rentalId], { userId: viewer.sub })
      // After the rental, so that nothing of it is newer than they are.
      context.consistency.said(...(await eventsBehindRental(rent.db, rentalId)))
      return { rental, userErrors: [] }
    }
    case 'new': {
      rent.messaging.nudge()
      const { view: rental, eventIds, userErrors } = await askPayment(rent, requested.rental, requested.now, cause)
      context.consistency.said(...requested.eventIds, ...eventIds)
      context.log.info({ correlationId: rentalId, paymentState: rental.paymentState }, 'rental requested')
      return { rental, userErrors }
    }
  }
}

const Id = z.uuid()

function validate(input: RequestRentalInput): UserError | undefined {
  const { bookId, idempotencyKey, expectedFee, pointsToUse, holdId } = input
  if (!Id.safeParse(bookId).success) return userErrorOf({ code: 'BOOK_NOT_FOUND' })
  if (!isKey(idempotencyKey, LONGEST_KEY)) {
    const message = `A key has 1 to ${LONGEST_KEY} characters that can be seen, none of them a control character.`
    return userError('INVALID_INPUT', message, 'idempotencyKey')
  }
  if (typeof expectedFee === 'number' && expectedFee < 0) {
    return userError('INVALID_INPUT', 'A fee is not negative.', 'expectedFee')
  }
  if (typeof pointsToUse === 'number' && pointsToUse < 0) return negativePoints
  if (typeof holdId === 'string' && !Id.safeParse(holdId).success) {
    return userError('INVALID_INPUT', 'This is the id of no hold.', 'holdId')
  }
  return undefined
}

/** One transaction under the member's lock. */
async function apply(
  rent: RentPorts,
  unit: UnitOfWork<RentDatabase>,
  rentalId: string,
  request: MemberRequest,
  cause: Cause,
): Promise<Requested> {
  const { userId, expectedFee, holdId, holdIfTaken, pointsToUse, acceptsShorterLoan } = request
  const { now, earlier, book, open, borrower, isNewCategory } = await readFacts(rent, unit, request)
  if (earlier?.same) return { kind: 'repeated', rentalId: earlier.rentalId }
  if (earlier) return { kind: 'refused', refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } }
  if (isNewCategory) {
    const { category = null } = request
    const noted = { type: 'noteCategory', userId, category, defaults: rent.settings.limits } as const
    await tellMember(unit, userId, () => noted, { ...cause, correlationId: memberKey(userId) })
  }
  // A loan that has run out is not open, however late the sweep is (R16).
  const expired =
    open?.isDue &&
    (await tellRental(unit, open.rentalId, () => ({ type: 'expireRental', now }), {
      ...cause,
      correlationId: open.rentalId,
    }))
  const handled = await beginRental(
    unit,
    {
      type: 'requestRental',
      rentalId,
      userId,
      book,
      expectedFee,
      holdsSeat: holdId !== undefined,
      holdIfTaken,
      pointsToUse,
      acceptsShorterLoan,
      hasOpenRental: open !== undefined && !open.isDue,
      borrower,
      payForMs: rent.settings.payForMs,
      cancelWindowMs: rent.settings.cancelWindowMs,
      retryAfter: retryOfLostCall(rent, now),
      now,
    },
    cause,
  )
  if (handled.kind === 'refused') return { kind: 'refused', refusal: handled.refusal }
  keepRequest(unit, request, rentalId)
  const before = expired && expired.kind === 'accepted' ? expired.eventIds : []
  return { kind: 'new', rental: handled.state, now, eventIds: [...before, ...handled.eventIds] }
}

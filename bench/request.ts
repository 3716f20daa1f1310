import type { Answer, Router } from './people.ts'

/** With what tells how it stands with the payment. */
export const REQUEST = `mutation ($input: RequestRentalInput!) { requestRental(input: $input) { rental { id paymentState retryAfter } userErrors { code } } }`
export const APPROVE = `mutation ($input: ApproveRentalInput!) { approveRental(input: $input) { request { status } userErrors { code } } }`

/** What a request came to for the member. `problem`: why it counts as failed. */
export type Verdict =
  | { readonly kind: 'PAID' | 'PENDING'; readonly rentalId: string }
  | { readonly kind: 'FAILED'; readonly problem: string }

/** A member asks for a title. Never rejects. */
export async function request(router: Router, member: string, bookId: string | undefined, idempotencyKey: string) {
  const answer = await router.ask(member, REQUEST, { input: { bookId, idempotencyKey } })
  return { ms: answer.ms, verdict: verdictOf(answer) }
}

/** Pending is an honest answer only when it says when to look again. */
export function verdictOf({ payload, codes }: Pick<Answer, 'payload' | 'codes'>): Verdict {
  const rental = payload?.['rental']
  if (codes.length > 0 || !rental) return { kind: 'FAILED', problem: codes.join(', ') || 'no rental' }
  const { id: rentalId, paymentState, retryAfter } = rental
  if (paymentState === 'PAID') return { kind: 'PAID', rentalId }
  if (paymentState !== 'PENDING') return { kind: 'FAILED', problem: `paymentState ${paymentState}` }
  if (Number.isNaN(Date.parse(retryAfter))) return { kind: 'FAILED', problem: 'PENDING without retryAfter' }
  return { kind: 'PENDING', rentalId }
}

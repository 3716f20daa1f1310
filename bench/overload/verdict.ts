import type { Answer } from '../people.ts'

/** What a request came to for the member. `problem`: why it counts as failed. */
export type Verdict =
  | { readonly kind: 'PAID' | 'PENDING'; readonly rentalId: string }
  | { readonly kind: 'FAILED'; readonly problem: string }

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

const PROMISES = new Set(['REFUND_PENDING', 'CANCELING', 'CANCELED'])

/** Why a cancellation counts as failed; undefined when the member was told that the money comes back, or never went. */
export function problemOfCancellation({ payload, codes }: Pick<Answer, 'payload' | 'codes'>): string | undefined {
  if (codes.length > 0 || !payload) return codes.join(', ') || 'no answer'
  return PROMISES.has(payload['outcome']) ? undefined : `outcome ${payload['outcome']}`
}

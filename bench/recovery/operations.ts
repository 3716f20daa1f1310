import type { Stack } from '@ebook/stack/stack'
import type { Answer, Router } from '../people.ts'

/** What members and librarians do while something is away. */
export const OPERATIONS = ['requestRental', 'approveRental', 'rental', 'myDashboard', 'books', 'myPoints'] as const
export type Operation = (typeof OPERATIONS)[number]

/** What a call came to: answered when it brought what was asked for, and no error. */
export interface Sample {
  readonly operation: Operation
  readonly ms: number
  readonly codes: readonly string[]
  readonly paidAtOnce: boolean
}

export interface Operations {
  /** Requests rentals, one after the other, until so many are PAID: what can be approved and looked at later. */
  prepare(rentals: number): Promise<void>
  perform(operation: Operation): Promise<Sample>
}

const DOCUMENTS: Readonly<Record<Operation, string>> = {
  requestRental: `mutation ($input: RequestRentalInput!) { requestRental(input: $input) { rental { id paymentState retryAfter } userErrors { code } } }`,
  approveRental: `mutation ($input: ApproveRentalInput!) { approveRental(input: $input) { request { status } userErrors { code } } }`,
  rental: `query ($id: ID!) { rental(id: $id) { id status paymentState } }`,
  myDashboard: `{ myDashboard(first: 20) { edges { node { rentalId status } } } }`,
  books: `{ books(first: 20) { edges { node { id title status seatsFree } } } }`,
  myPoints: `{ myPoints { available pending } }`,
}

interface Paid {
  readonly rentalId: string
  readonly token: string
}

/** Every request is by another member, so that none is refused for what was requested before. */
export async function openOperations(stack: Stack, router: Router, titles: readonly string[]): Promise<Operations> {
  const librarian = await stack.token('libby', 'ADMIN', { ttl: 12 * 3_600 })
  const toApprove: Paid[] = []
  let latest: Paid | undefined
  let members = 0

  const request = async (): Promise<{ readonly answer: Answer; readonly paid: Paid | undefined }> => {
    members += 1
    const token = await stack.token(`away-${members}`, 'MEMBER', { ttl: 12 * 3_600 })
    const input = { bookId: titles[members % titles.length], idempotencyKey: 'once' }
    const answer = await router.ask(token, DOCUMENTS.requestRental, { input })
    const rental = answer.payload?.['rental']
    return { answer, paid: rental?.paymentState === 'PAID' ? { rentalId: rental.id, token } : undefined }
  }

  const ask = (operation: Operation): Promise<Answer> => {
    if (!latest) throw new Error('nothing was prepared')
    const { rentalId, token } = latest
    switch (operation) {
      case 'approveRental': {
        // Approved twice is answered as approved, should the load take longer than what was prepared for it.
        const { rentalId: next } = toApprove.shift() ?? latest
        return router.ask(librarian, DOCUMENTS.approveRental, { input: { rentalId: next } })
      }
      case 'rental':
        return router.ask(token, DOCUMENTS.rental, { id: rentalId })
      default:
        return router.ask(token, DOCUMENTS[operation])
    }
  }

  return {
    async prepare(rentals) {
      for (let tries = rentals * 3; toApprove.length < rentals && tries > 0; tries -= 1) {
        const { paid } = await request()
        if (!paid) continue
        latest = paid
        toApprove.push(paid)
      }
      if (!latest) throw new Error('no rental is paid at once: is the machine too busy for this measurement?')
    },
    async perform(operation) {
      const { answer, paid } = operation === 'requestRental' ? await request() : { answer: await ask(operation) }
      return { operation, ms: answer.ms, codes: problemsOf(operation, answer), paidAtOnce: paid !== undefined }
    },
  }
}

/** Pending without retryAfter is no answer. */
function problemsOf(operation: Operation, { payload, codes }: Answer): readonly string[] {
  if (codes.length > 0 || operation !== 'requestRental') return codes
  const { paymentState, retryAfter } = payload?.['rental'] ?? {}
  if (paymentState === 'PAID' || (paymentState === 'PENDING' && retryAfter)) return []
  return [`paymentState ${paymentState}`]
}

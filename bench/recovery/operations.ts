import type { Stack } from '@ebook/stack/stack'
import type { Router } from '../people.ts'
import { APPROVE, request, type Verdict } from '../request.ts'

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

const DOCUMENTS: Readonly<Record<Exclude<Operation, 'requestRental'>, string>> = {
  approveRental: APPROVE,
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

  const requestOne = async () => {
    members += 1
    const token = await stack.token(`away-${members}`, 'MEMBER', { ttl: 12 * 3_600 })
    return { token, ...(await request(router, token, titles[members % titles.length], 'once')) }
  }

  const ask = (operation: keyof typeof DOCUMENTS) => {
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
        const { verdict, token } = await requestOne()
        if (verdict.kind !== 'PAID') continue
        latest = { rentalId: verdict.rentalId, token }
        toApprove.push(latest)
      }
      if (!latest) throw new Error('no rental is paid at once: is the machine too busy for this measurement?')
    },
    async perform(operation) {
      if (operation !== 'requestRental') return { operation, paidAtOnce: false, ...(await ask(operation)) }
      const { ms, verdict } = await requestOne()
      return { operation, ms, codes: problemsOf(verdict), paidAtOnce: verdict.kind === 'PAID' }
    },
  }
}

const problemsOf = (verdict: Verdict): readonly string[] => (verdict.kind === 'FAILED' ? [verdict.problem] : [])

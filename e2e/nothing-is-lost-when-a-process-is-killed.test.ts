import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, type Json } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { inFull } from '@ebook/testkit/in-full'

let stack: Stack
let librarian: Person
const REQUESTS = inFull ? 30 : 6

beforeAll(async () => {
  // A reply that died with its process is not waited for long: who is told "later" is paid later.
  stack = await startLibrary({ PAYMENT_TIMEOUT_MS: '1500', PROMOTION_TIMEOUT_MS: '1500' })
  librarian = new Person(stack, 'libby', 'ADMIN')
})
afterAll(() => stack?.stop())

/** Sends until somebody answers: with its key, a request can be sent again without harm. */
async function insists(member: Person, bookId: string): Promise<string> {
  return eventually(
    `${member.sub} is answered`,
    async () => (await member.requests(bookId, { idempotencyKey: `${member.sub}-only` })).id,
    60_000,
  )
}

test.each(['rent', 'payment', 'book', 'promotion', 'dashboard', 'nats', 'postgres'] as const)(
  'C3 H5 H7 V3: %s killed in the middle of requests, each a member’s only one',
  async (victim) => {
    const book = await librarian.registers({ seats: 50, rentalFee: 1000 })
    await eventually('rent knows the title', async () => {
      const codes = await librarian.answer('{ __typename }')
      return codes.data
    })
    const members = Array.from({ length: REQUESTS }, (_, index) => new Person(stack, `${victim}-${index}`, 'MEMBER'))
    const underway = Promise.all(members.map((member) => insists(member, book.id)))
    await stack.process(victim).kill('SIGKILL')
    const rentals = await underway
    expect(new Set(rentals).size).toBe(REQUESTS)

    for (const [index, member] of members.entries()) {
      const id = rentals[index] ?? ''
      const rental = await eventually(
        'it is paid once, and before the librarian',
        async () => {
          const now = await member.rental(id)
          return now.status === 'PAID' && now.payment?.chargedAmount === 1000 && now.request?.status === 'REQUESTED'
            ? now
            : undefined
        },
        60_000,
      )
      expect(rental.payment.status).toBe('PAID')
      const row = await eventually(
        'and so says the dashboard',
        async () => {
          const { myDashboard } = await member.send('MyDashboard', {})
          expect(myDashboard.edges.map((edge: Json) => edge.node.rentalId)).toEqual([id])
          const [edge] = myDashboard.edges
          return edge.node.status === 'PAID' && edge.node.points === 100 ? edge.node : undefined
        },
        60_000,
      )
      expect(row.paymentState).toBe('PAID')
    }
    const { data } = await librarian.answer(/* GraphQL */ 'query ($id: ID!) { book(id: $id) { seatsFree } }', {
      id: book.id,
    })
    expect(data?.book.seatsFree).toBe(50 - REQUESTS)
  },
  180_000,
)

import type { Json } from '@ebook/clients/people'
import type { Client } from './client.ts'

const SEEN_AT_ONCE = 10
const BLOCKED = ['BORROW', 'HOLD', 'RENEW'] as const

/** What there is to care for. */
interface Library {
  readonly titles: readonly string[]
  readonly members: readonly string[]
}

/** A librarian who works through the queue, like the others do at the same time; so many a case is decided by two. */
export async function liveAsLibrarian(client: Client, library: Library): Promise<void> {
  const { random } = client.circumstances
  while (!client.isOver) {
    const queue = await client.reads('RentalRequests', { status: 'REQUESTED', first: SEEN_AT_ONCE })
    const cases: Json[] = queue.outcome === 'ok' ? queue.payload.edges : []
    // From the front, where the others are too.
    for (const { node } of cases.slice(0, 3)) {
      const { rentalId } = node
      const decision =
        random.below(4) > 0
          ? { operation: 'ApproveRental', input: { rentalId } }
          : { operation: 'RefuseRental', input: { rentalId, reasonCode: 'POLICY' } }
      await client.insists({ ...decision, rentalId })
      if (client.isOver) return
    }
    if (random.below(4) === 0) await decideTogether(client, cases.slice(3))
    if (random.below(6) === 0) await blockForAWhile(client, random.of(library.members))
    if (random.below(12) === 0) await buyLicence(client, random.of(library.titles))
    await client.thinks()
  }
}

/** Those that the others have not come to, all at once. */
async function decideTogether(client: Client, cases: readonly Json[]): Promise<void> {
  const decisions = cases.map(({ node: { rentalId } }) => ({ rentalId, decision: 'APPROVE' }))
  if (decisions.length > 0) await client.mutates({ operation: 'DecideRentals', input: { decisions } })
}

async function blockForAWhile(client: Client, userId: string): Promise<void> {
  const kinds = [client.circumstances.random.of(BLOCKED)]
  const reason = `the drill ${client.circumstances.random.below(1_000_000)}`
  const blocked = await client.insists({ operation: 'BlockMember', input: { userId, kinds, reason } })
  await client.thinks()
  const blocks: Json[] = blocked.outcome === 'ok' ? blocked.payload.member.blocks : []
  for (const { id: blockId } of blocks) await client.insists({ operation: 'UnblockMember', input: { userId, blockId } })
}

/** One more loan of a title, or one more reader at a time. */
async function buyLicence(client: Client, bookId: string): Promise<void> {
  const { random } = client.circumstances
  const bought = random.of([{ kind: 'ONE_COPY' }, { kind: 'LOAN_LIMITED', seats: 2, loansTotal: 3 }])
  await client.mutates({ operation: 'AddLicence', input: { bookId, ...bought } })
}

import type { Json } from '@ebook/clients/people'
import type { Client } from './client.ts'

const SEEN_AT_ONCE = 10

/** A librarian who works through the queue, like the others do at the same time; so many a case is decided by two. */
export async function liveAsLibrarian(client: Client): Promise<void> {
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
    await client.thinks()
  }
}

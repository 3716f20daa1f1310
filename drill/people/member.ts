import type { Reply } from '@ebook/clients/caller'
import type { Json } from '@ebook/clients/people'
import type { Client } from './client.ts'

const LOOKS_AT_MOST = 12

/** One member's life: rents, looks, and ends what was rented in one of the ways that there are; then again. */
export async function liveAsMember(client: Client, titles: readonly string[]): Promise<void> {
  const { random } = client.circumstances
  const kept: string[] = []
  /** Holds, by title. */
  const waits = new Map<string, string>()
  for (let turn = 1; !client.isOver; turn += 1) {
    // The last title has the most seats; of the first ones there are too few for everybody.
    const bookId = random.of(random.below(2) === 0 && waits.size > 0 ? [...waits.keys()] : titles)
    const key = `${client.identity.sub}-${turn}`
    const input = { bookId, idempotencyKey: key, holdIfTaken: random.below(4) === 0 }
    const request = { operation: 'RequestRental', key, input }
    const reply = await client.insists(request)
    const rentalId: string | undefined = reply.outcome === 'ok' ? reply.payload.rental.id : undefined
    if (rentalId !== undefined) {
      if (random.below(4) === 0) await client.mutates(request)
      // Another title under a key that was used (statement 5).
      const another = { ...input, bookId: random.of(titles) }
      if (random.below(8) === 0) await client.mutates({ ...request, input: another })
      waits.delete(bookId)
      if (!(await liveWithRental(client, rentalId, reply))) kept.push(rentalId)
      // Who comes again after that is another one; mostly something is in the way.
      else if (random.below(3) === 0) await client.mutates({ operation: 'EraseMe', input: { confirm: true } })
    } else if (reply.codes.includes('BOOK_NOT_AVAILABLE')) {
      await waitFor(client, bookId, key, waits)
    } else if (reply.codes.includes('ALREADY_RENTED')) {
      await letGo(client, kept.shift())
    }
    await client.thinks()
  }
}

/** Waits for a title that is out, or has waited for it long enough. */
async function waitFor(client: Client, bookId: string, key: string, waits: Map<string, string>): Promise<void> {
  const holdId = waits.get(bookId)
  if (holdId === undefined) {
    const input = { bookId, idempotencyKey: `${key}-waits` }
    const { outcome, payload } = await client.insists({ operation: 'PlaceHold', input })
    if (outcome === 'ok') waits.set(bookId, payload.hold.id)
  } else if (client.circumstances.random.below(6) === 0) {
    await client.insists({ operation: 'CancelHold', input: { holdId } })
    waits.delete(bookId)
  }
}

/** What was kept is on loan by now, or still waits. */
async function letGo(client: Client, rentalId: string | undefined): Promise<void> {
  if (rentalId === undefined) return
  const input = { rentalId }
  const returned = await client.insists({ operation: 'ReturnRental', input, rentalId })
  if (returned.outcome === 'failed') await client.insists({ operation: 'CancelRental', input, rentalId })
}

type Wrote = 'requested' | 'ended'

/** Whether the rental has come to its end. */
async function liveWithRental(client: Client, rentalId: string, requested: Reply): Promise<boolean> {
  const { random } = client.circumstances
  await looksForOwnWrite(client, rentalId, requested, 'requested')
  await client.thinks()
  if (random.below(4) === 0) {
    const canceled = await client.mutates({ operation: 'CancelRental', input: { rentalId }, rentalId })
    await looksForOwnWrite(client, rentalId, canceled, endedBy(canceled))
    return canceled.outcome === 'ok'
  }
  for (let look = 1; look <= LOOKS_AT_MOST && !client.isOver; look += 1) {
    const rental: Json = (await client.reads('Rental', { id: rentalId })).payload
    if (rental?.paymentState === 'DECLINED' && rental.status === 'RENTED') {
      await client.mutates({ operation: 'PayRental', input: { rentalId }, rentalId })
    }
    if (rental?.status === 'APPROVED') {
      await reads(client, rentalId, rental.dueAt)
      if (random.below(5) === 0) return false
      const returned = await client.mutates({ operation: 'ReturnRental', input: { rentalId }, rentalId })
      await looksForOwnWrite(client, rentalId, returned, endedBy(returned))
      return returned.outcome === 'ok'
    }
    if (rental?.status === 'CANCELED') return true
    await client.reads('MyDashboard', { first: 100 })
    await client.thinks()
  }
  return false
}

/** Opens the book, or has it for longer; a press that was not answered is sent again for the same end. */
async function reads(client: Client, rentalId: string, expectedDueAt: string): Promise<void> {
  const { random } = client.circumstances
  if (random.below(3) === 0) await client.mutates({ operation: 'OpenRental', input: { rentalId }, rentalId })
  if (random.below(3) > 0) return
  const renewal = { operation: 'RenewRental', input: { rentalId, expectedDueAt }, rentalId }
  await Promise.all([client.mutates(renewal), client.insists(renewal)])
}

const ends = new Set(['RETURNED', 'CANCELED', 'CANCELING'])

/** An acknowledgement that nothing was to be done any more acknowledges no more than the request. */
const endedBy = ({ payload }: Reply): Wrote => (ends.has(payload?.outcome) ? 'ended' : 'requested')

/** Reads the dashboard behind what was just written, and records the read when the answer says that it is in there. */
async function looksForOwnWrite(client: Client, rentalId: string, wrote: Reply, what: Wrote): Promise<void> {
  const reply = await client.reads('MyDashboard', { first: 100 }, wrote.consistency)
  if (reply.outcome !== 'ok' || wrote.consistency === undefined) return
  if (reply.consistencyReached !== true || wrote.outcome !== 'ok') return
  const rows: Json[] = reply.payload.edges.map(({ node }: Json) => node)
  client.circumstances.recorder.record({
    kind: 'read',
    at: new Date().toISOString(),
    member: client.identity.sub,
    rentalId,
    wrote: what,
    status: rows.find((row) => row.rentalId === rentalId)?.status ?? null,
  })
}

import { fetchTitle, tellTitle } from '@ebook/book/title-aggregate'
import { handleBatch } from '@ebook/nats/consumer'
import { Leadership } from '@ebook/nats/relay-pass'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { CONTEXTS, perContext, type Context, type PerContext } from './context.ts'
import { inOwnTime, settled } from './own-time.ts'
import type { Process } from './processes.ts'
import type { Snapshot } from './store/database.ts'
import { World } from './world.ts'

const idOf = (title: number) => `00000000-0000-7000-8000-00000000b00${title}`

/** Few seats, so that members want the same one; and one title that costs nothing. */
export const TITLES = [
  { bookId: idOf(1), title: 'the title with one seat', seatsTotal: 1, rentalFee: 3_000 },
  { bookId: idOf(2), title: 'the title with two seats', seatsTotal: 2, rentalFee: 5_000 },
  { bookId: idOf(3), title: 'the free title', seatsTotal: 1, rentalFee: 0 },
] as const

export const MEMBERS = ['Ann', 'Ben', 'Cleo'] as const

/** Whether somebody acts under this name: not who is gone, and no pseudonym. */
export const isHere = ({ told }: World, userId: string): boolean => isMember(userId) && !told.gone.has(userId)
export const isMember = (userId: string): boolean => (MEMBERS as readonly string[]).includes(userId)

/** What each of them has in the beginning: enough for the cheaper title, and not for both. */
const POINTS = 4_000

export type Start = PerContext<Snapshot>

/** A pass of the context's relay, by whoever has the lock; if nobody has it, somebody takes it. */
export async function relay(world: World, context: Context, looks = false): Promise<void> {
  const leader = world.leaders.get(context) ?? campaign(world, context)
  if (leader) await passOf(leader, looks)
}

/** Whoever takes the lock begins an epoch, even if it had one before. */
function campaign(world: World, context: Context): Process | undefined {
  const leader = world.any(context)
  if (leader === undefined) return undefined
  leader.messaging.relay.leadership = undefined
  world.leaders.set(context, leader)
  return leader
}

/**
 * As nats/relay.ts: once a second it `looks` whether the stream is still the one it knows, and announces its newest
 * position; when another one leads, or the connection was lost, it campaigns again.
 */
export async function passOf({ messaging: { relay, broker } }: Process, looks: boolean): Promise<void> {
  const { pass, connection } = relay
  try {
    const leadership = (relay.leadership ??= await Leadership.begin(pass, connection))
    if (looks) await leadership.follow(broker.created)
    await leadership.publishWaiting()
    if (looks) leadership.announce()
  } catch {
    relay.leadership = undefined
  }
}

/** A library with its catalogue, as everybody has heard of it: where every schedule begins. */
export async function openLibrary(): Promise<Start> {
  const world = new World({ replicas: 1, rentals: 0, start: undefined })
  return inOwnTime({ clock: world.clock, surprises: () => world.surprises, ids: 8 }, async () => {
    await world.startAll()
    const library = world.alive('book')[0]?.library
    if (library === undefined) throw new Error('book did not start')
    for (const { bookId, title, seatsTotal, rentalFee } of TITLES) {
      const about = {
        authors: ['an author'],
        isbn13: null,
        language: null,
        loanPeriodDays: 14,
        maxRenewals: 2,
        automaticAfter: null,
      }
      const registered = { bookId, title, ...about, rentalFee, seatsTotal }
      const cause = { correlationId: bookId, causationId: 'the catalogue', actor: 'SYSTEM' } as const
      await inUnitOfWork(library.db, async (unit) => {
        await fetchTitle(unit, bookId)
        await tellTitle(unit, bookId, { type: 'register', title: { ...registered, registeredDate: unit.now } }, cause)
      })
    }
    await relay(world, 'book', true)
    for (const context of CONTEXTS) {
      const consumer = world.broker.consumers.get(context)
      const process = world.any(context)
      if (!consumer || !process) continue
      await handleBatch(process.messaging, world.broker.deliver(consumer, consumer.pending, process.life))
    }
    await settled()
    givePoints(world)
    world.stop()
    return perContext((context) => world.databases[context].snapshot())
  })
}

/** Earned before anybody looked: the rentals that they are of are not among those that are simulated. */
function givePoints({ databases: { promotion }, clock }: World): void {
  const { point_account, point_entry, point_lot } = promotion.tables
  for (const [index, user_id] of MEMBERS.entries()) {
    point_account.insert({ user_id, available: POINTS, lifetime: POINTS })
    const of = { user_id, payment_id: idOf(index), rental_id: idOf(index) }
    point_entry.insert({ ...of, kind: 'GRANT', n: 1, points: POINTS })
    point_lot.insert({ user_id, earned_date: new Date(clock.now), points: POINTS, left_points: POINTS })
  }
}

import { describe, expect, test, vi } from 'vitest'
import type { PublishedEvent } from '@ebook/nats/event'
import type { Applied, Refolded } from '../feed/apply.ts'
import { placeAt, type Place } from '../file/place.ts'
import type { FoldedEvent } from '../projections/rental-sources.ts'
import type { DashboardRow } from '../projections/row.ts'
import { library, someStories } from '../testing/library.ts'
import { stories } from '../testing/stories.ts'
import { Hub } from './hub.ts'
import type { Listener } from './listener.ts'

const { signal } = new AbortController()
const { events } = library(someStories(stories.length))
const oneOf = (type: string): PublishedEvent => {
  const event = events.find((one) => one.type === type)
  if (!event) throw new Error(`nobody said ${type}`)
  return event
}
const [rented, paid] = [oneOf('ebook.rent.Rented.v1'), oneOf('ebook.payment.Paid.v1')]
const at = (sequence: number, mended?: string) => placeAt('2026', sequence, mended)

function change(applied: number, userId = 'ann'): Refolded {
  const rentalId = `rental of ${userId}`
  const row = { rental_id: rentalId, user_id: userId, status: 'PAID' } as DashboardRow
  const event = { ...paid, id: `event ${applied}` }
  const events = [{ ...rented, correlationid: rentalId, data: { ...rented.data, userId } }, event].map(folded)
  return { row, isNew: false, events, arrived: [{ event, applied, before: at(applied - 1), place: at(applied) }] }
}

const folded = (event: PublishedEvent): FoldedEvent => ({
  id: event.id,
  type: event.type,
  aggregateType: event.aggregatetype,
  aggregateId: event.subject,
  aggregateVersion: event.aggregateversion,
  data: event.data,
})

function committed(refolded: readonly Refolded[], place?: Place): Applied {
  const arrived = refolded.flatMap((rental) => rental.arrived)
  const last = arrived.at(-1)
  const taken = arrived.map(({ event }) => event)
  return {
    taken,
    refolded,
    refoldedHolds: [],
    conflicts: [],
    place: place ?? last?.place ?? at(0),
    applied: last?.applied ?? 0,
  }
}

const live = (hub: Hub, scope = {}, shown = 0): Listener => {
  const listener = hub.rentals.listen(scope)
  listener.goDeaf()
  listener.goLive(at(shown), shown)
  return listener
}

describe('the seam between the file and the memory', () => {
  test('who came when the commit was under way, and read the file before it was done, hears of it', () => {
    const hub = new Hub()
    const listener = live(hub)
    hub.hear(committed([change(1)]))
    return expect(listener.next(signal)).resolves.toMatchObject({ applied: 1, before: at(0), place: at(1) })
  })

  test('what the file has shown is not heard again when it is told later', async () => {
    const hub = new Hub()
    const listener = live(hub, {}, 2)
    hub.hear(committed([change(1), change(2), change(3)]))
    expect(await listener.next(signal)).toMatchObject({ applied: 3 })
  })

  test('what was told while the file was read is heard behind it, without what the file has shown', async () => {
    const hub = new Hub()
    const listener = hub.rentals.listen({})
    listener.goDeaf()
    hub.hear(committed([change(1), change(2), change(3)]))
    listener.goLive(at(2), 2)
    expect(await listener.next(signal)).toMatchObject({ applied: 3 })
    expect(listener.place).toEqual(at(3))
  })
})

describe('bounds', () => {
  test('who takes nothing is sent to the file, behind what it has heard last', async () => {
    const hub = new Hub()
    const listener = live(hub)
    const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => change(from + n))
    hub.hear(committed(many(1, 3)))
    await listener.next(signal)
    hub.hear(committed(many(4, 1_000)))
    expect(await listener.next(signal)).toBeUndefined()
    expect(listener.place).toEqual(at(1))
  })

  test('who waits for nothing has read everything before the change that comes', async () => {
    const hub = new Hub()
    const listener = live(hub, { userId: 'bob' })
    hub.hear(committed(Array.from({ length: 500 }, (_, n) => change(n + 1, 'ann'))))
    hub.hear(committed(Array.from({ length: 500 }, (_, n) => change(n + 501, 'bob'))))
    expect(await listener.next(signal)).toBeUndefined()
    expect(listener.place).toEqual(at(500))
  })

  test('what does not concern a listener does not come near it', async () => {
    const hub = new Hub()
    const others = [live(hub, { userId: 'bob' }), live(hub, { id: 'rental of bob' })]
    const pushes = others.map((listener) => vi.spyOn(listener, 'push'))
    const own = live(hub, { userId: 'ann' })
    hub.hear(committed([change(1)]))
    expect(await own.next(signal)).toMatchObject({ applied: 1 })
    for (const push of pushes) expect(push).not.toHaveBeenCalled()
  })

  test('nobody who has left is kept, and nobody wants what nobody listens to', async () => {
    const hub = new Hub()
    const wanted: boolean[] = []
    const ask = () => {
      const rental = change(1)
      const unfolded = vi.fn(() => rental.events)
      hub.hear(committed([Object.defineProperty({ ...rental }, 'events', { get: unfolded })]))
      wanted.push(unfolded.mock.calls.length > 0)
    }
    for (const scope of [{}, { userId: 'ann' }, { id: 'rental of ann', userId: 'ann' }]) {
      const listener = hub.rentals.listen(scope)
      ask()
      hub.rentals.leave(listener)
      ask()
    }
    hub.rentals.listen({ userId: 'bob' })
    ask()
    expect(wanted).toEqual([true, false, true, false, true, false, false])
  })

  test('a wait ends by its signal', async () => {
    const leaving = new AbortController()
    const heard = live(new Hub()).next(leaving.signal)
    leaving.abort(new Error('left'))
    await expect(heard).rejects.toThrow('left')
  })
})

describe('marks', () => {
  test('who is idle hears how far it is when much has passed, or something was mended; who is not hears no mark', async () => {
    const hub = new Hub({ markEvery: 1_000 })
    const [idle, busy] = [live(hub, { userId: 'bob' }), live(hub, { userId: 'ann' })]
    hub.hear(committed([], at(1)))
    hub.hear(committed([change(1_200)], at(1_200)))
    expect(await idle.next(signal)).toEqual({ place: at(1_200) })
    expect(idle.place).toEqual(at(1_200))
    hub.hear(committed([], at(1_201, 'mended')))
    expect(await idle.next(signal)).toEqual({ place: at(1_201, 'mended') })
    expect(await busy.next(signal)).toMatchObject({ applied: 1_200 })
    hub.stop()
  })

  test('a mark never leads back', () => {
    const listener = live(new Hub(), {}, 5)
    listener.mark(at(4), 5)
    expect(listener.place).toEqual(at(5))
    // The file has shown what an outbox brought, and nobody was told of it yet.
    listener.mark(at(5, 'mended'), 4)
    expect(listener.place).toEqual(at(5))
  })
})

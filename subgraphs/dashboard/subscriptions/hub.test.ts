import { describe, expect, test, vi } from 'vitest'
import type { Applied, NewChange } from '../feed/apply.ts'
import { placeAt } from '../file/place.ts'
import type { DashboardRow } from '../projections/row.ts'
import { library, someStories } from '../testing/library.ts'
import { Hub } from './hub.ts'
import type { Listener } from './listener.ts'

const { signal } = new AbortController()
const [event] = library(someStories(1)).events
const at = (sequence: number, mended?: string) => placeAt('2026', sequence, mended)

function change(applied: number, userId = 'ann'): NewChange {
  const row = { rental_id: `rental of ${userId}`, user_id: userId, status: 'PAID' } as DashboardRow
  return { row, previousStatus: 'RENTED', applied, before: at(applied - 1), place: at(applied) }
}

function committed(changes: readonly NewChange[], place = changes.at(-1)?.place ?? at(0)): Applied {
  return { taken: event ? [event] : [], changes, conflicts: [], place }
}

const live = (hub: Hub, scope = {}, shown = 0): Listener => {
  const listener = hub.listen(scope)
  listener.goDeaf()
  listener.goLive(at(shown), shown)
  return listener
}

describe('the seam between the file and the memory', () => {
  test('who came when the commit was under way, and nobody had wanted its changes, is sent to the file', async () => {
    const hub = new Hub()
    const gate = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const commit = hub.commit(async (wants) => {
      const wanted = wants(change(1).row)
      begun.resolve()
      await gate.promise
      return committed(wanted ? [change(1)] : [])
    })
    await begun.promise
    // It reads the file before the commit is done, so the file does not show it either.
    const listener = live(hub)
    gate.resolve()
    await commit
    expect(await listener.next(signal)).toBeUndefined()
    expect(listener.place).toEqual(at(0))
  })

  test('what the file has shown is not heard again when it is told later', async () => {
    const hub = new Hub()
    const listener = live(hub, {}, 2)
    await hub.commit(async () => committed([change(1), change(2), change(3)]))
    expect(await listener.next(signal)).toMatchObject({ applied: 3 })
  })

  test('what was told while the file was read is heard behind it, without what the file has shown', async () => {
    const hub = new Hub()
    const listener = hub.listen({})
    listener.goDeaf()
    await hub.commit(async () => committed([change(1), change(2), change(3)]))
    listener.goLive(at(2), 2)
    expect(await listener.next(signal)).toMatchObject({ applied: 3 })
    expect(listener.place).toEqual(at(3))
  })

  test('commits are told one by one in their order, also when an earlier one takes longer or fails', async () => {
    const hub = new Hub()
    const listener = live(hub)
    const gate = Promise.withResolvers<void>()
    const slow = hub.commit(async () => {
      await gate.promise
      return committed([change(1)])
    })
    const failed = hub.commit(() => Promise.reject(new Error('disk full')))
    const quick = hub.commit(async () => committed([change(2)]))
    gate.resolve()
    await Promise.all([slow, expect(failed).rejects.toThrow('disk full'), quick])
    expect([await listener.next(signal), await listener.next(signal)]).toMatchObject([{ applied: 1 }, { applied: 2 }])
  })
})

describe('bounds', () => {
  test('who takes nothing is sent to the file, behind what it has heard last', async () => {
    const hub = new Hub()
    const listener = live(hub)
    const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => change(from + n))
    await hub.commit(async () => committed(many(1, 3)))
    await listener.next(signal)
    await hub.commit(async () => committed(many(4, 1_000)))
    expect(await listener.next(signal)).toBeUndefined()
    expect(listener.place).toEqual(at(1))
  })

  test('who waits for nothing has read everything before the change that comes', async () => {
    const hub = new Hub()
    const listener = live(hub, { userId: 'bob' })
    await hub.commit(async () => committed(Array.from({ length: 500 }, (_, n) => change(n + 1, 'ann'))))
    await hub.commit(async () => committed(Array.from({ length: 500 }, (_, n) => change(n + 501, 'bob'))))
    expect(await listener.next(signal)).toBeUndefined()
    expect(listener.place).toEqual(at(500))
  })

  test('what does not concern a listener does not come near it', async () => {
    const hub = new Hub()
    const others = [live(hub, { userId: 'bob' }), live(hub, { rentalId: 'rental of bob' })]
    const pushes = others.map((listener) => vi.spyOn(listener, 'push'))
    const own = live(hub, { userId: 'ann' })
    await hub.commit(async () => committed([change(1)]))
    expect(await own.next(signal)).toMatchObject({ applied: 1 })
    for (const push of pushes) expect(push).not.toHaveBeenCalled()
  })

  test('nobody who has left is kept, and nobody wants what nobody listens to', async () => {
    const hub = new Hub()
    const wanted: boolean[] = []
    const ask = () =>
      hub.commit(async (wants) => {
        wanted.push(wants(change(1).row))
        return committed([])
      })
    for (const scope of [{}, { userId: 'ann' }, { rentalId: 'rental of ann', userId: 'ann' }]) {
      const listener = hub.listen(scope)
      await ask()
      hub.leave(listener)
      await ask()
    }
    hub.listen({ userId: 'bob' })
    await ask()
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
    await hub.commit(async () => committed([], at(1)))
    await hub.commit(async () => committed([change(1_200)], at(1_200)))
    expect(await idle.next(signal)).toEqual({ place: at(1_200) })
    expect(idle.place).toEqual(at(1_200))
    await hub.commit(async () => committed([], at(1_201, 'mended')))
    expect(await idle.next(signal)).toEqual({ place: at(1_201, 'mended') })
    expect(await busy.next(signal)).toMatchObject({ applied: 1_200 })
    hub.stop()
  })

  test('a mark never leads back', () => {
    const listener = live(new Hub(), {}, 5)
    listener.mark(at(4))
    expect(listener.place).toEqual(at(5))
  })
})

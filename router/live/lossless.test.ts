import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { FakeReplica, FakeView } from '../testing/fake-view.ts'
import { LiveClient, liveCore, requestOf } from '../testing/live-client.ts'
import type { RunningSubscription } from './payload-sink.ts'
import type { Subscriptions } from './subscriptions.ts'

const key = fc.constantFrom('a', 'b', 'c', 'd')
const which = fc.nat({ max: 2 })

const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant('change' as const), key, times: fc.integer({ min: 1, max: 150 }) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('cut' as const), replica: fc.nat({ max: 1 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('hold back' as const), replica: fc.nat({ max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('restart' as const), replica: fc.nat({ max: 1 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('leave and resume' as const), client: which, router: fc.nat({ max: 1 }) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('stop reading' as const), client: which }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('read on' as const), client: which }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 30 }) }) },
)

/** A member's device: it keeps one fold over all its connections, and begins where it stopped. */
class Device {
  client = new LiveClient()
  subscription: RunningSubscription | undefined
  resyncs = 0

  async subscribe(router: Subscriptions): Promise<void> {
    this.subscription?.stop()
    const { fold, cursor, slow, problem } = this.client
    this.client = new LiveClient()
    Object.assign(this.client, { cursor, slow, problem })
    for (const [entity, version] of fold) this.client.fold.set(entity, version)
    const begin = cursor === undefined ? { variables: { snapshot: true } } : { resumeFrom: cursor }
    this.subscription = await router.subscribe(requestOf(begin), this.client)
  }

  /** What a client does that was told RESYNC_REQUIRED, or that its view cannot be read now. */
  async recover(router: Subscriptions): Promise<void> {
    if (this.client.errors === undefined) return
    this.resyncs += 1
    expect(this.client.errors[0]?.extensions?.['code']).toMatch(/^(RESYNC_REQUIRED|SUBGRAPH_UNAVAILABLE)$/)
    await this.subscribe(router)
  }
}

test(
  'whatever is cut, held back, restarted or left, every client ends with what a fresh query shows, and nothing came twice',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
        const view = new FakeView()
        view.change('a')
        const replicas = [await new FakeReplica(view).start(), await new FakeReplica(view).start()] as const
        const routers = replicas.map((replica) => liveCore(replica)) as [Subscriptions, Subscriptions]
        const devices = [new Device(), new Device(), new Device()]
        for (const [n, device] of devices.entries()) await device.subscribe(routers[n === 2 ? 1 : 0])
        try {
          for (const step of actions) {
            if (step.does === 'change') for (let n = 0; n < step.times; n += 1) view.change(step.key)
            if (step.does === 'cut') replicas[step.replica]?.cut()
            if (step.does === 'hold back') {
              const replica = replicas[step.replica]
              if (replica) replica.heldBack = true
            }
            if (step.does === 'restart') {
              await replicas[step.replica]?.stop()
              await replicas[step.replica]?.start()
            }
            if (step.does === 'leave and resume')
              await devices[step.client]?.subscribe(routers[step.router] ?? routers[0])
            if (step.does === 'stop reading') {
              const client = devices[step.client]?.client
              if (client) client.slow = true
            }
            if (step.does === 'read on') readOn(devices[step.client])
            if (step.does === 'turns') for (let n = 0; n < step.count; n += 1) await nextTurn()
          }
          for (const replica of replicas) {
            replica.heldBack = false
            replica.advance()
          }
          const end = view.change('end')
          await settled(devices, routers[0], end.key)
          for (const { client } of devices) {
            expect(client.problem).toBeUndefined()
            expect(client.fold).toEqual(view.now())
          }
        } finally {
          await Promise.all(routers.map((router) => router.stop()))
          await Promise.all(replicas.map((replica) => replica.stop()))
        }
      }),
      { numRuns: tries(40) },
    )
  },
  triedWithin(60_000),
)

function readOn(device: Device | undefined): void {
  if (device === undefined) return
  device.client.slow = false
  device.subscription?.resume()
}

async function settled(devices: readonly Device[], router: Subscriptions, last: string): Promise<void> {
  while (!devices.every(({ client }) => client.fold.has(last))) {
    for (const device of devices) {
      readOn(device)
      await device.recover(router)
    }
    await nextTurn()
  }
}

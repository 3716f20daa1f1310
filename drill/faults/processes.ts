import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { leaderOf } from '../system/relay-leader.ts'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'

const all = (system: SystemUnderTest) => [...system.processes.keys()]
const ours = (system: SystemUnderTest) => all(system).filter((name) => !/^(postgres|nats|issuer)/.test(name))

export const processFaults: readonly Fault[] = [
  {
    name: 'kill',
    what: 'kill -9 of a process',
    targets: (system) => all(system).filter((name) => name !== 'issuer'),
    async inject(system, target) {
      const process = system.process(target)
      await process.kill('SIGKILL')
      return () => process.untilReady()
    },
  },
  {
    name: 'pause',
    what: 'a process is stopped in the middle (SIGSTOP), and goes on (SIGCONT)',
    lasts: [1_000, 9_000],
    targets: all,
    async inject(system, target) {
      const process = system.process(target)
      process.pause()
      return async () => {
        process.resume()
        await process.untilReady()
      }
    },
  },
  {
    name: 'away',
    what: 'a process is stopped in good order, and started again later',
    lasts: [1_000, 6_000],
    targets: (system) => all(system).filter((name) => name !== 'issuer'),
    async inject(system, target) {
      const process = system.process(target)
      await process.stop()
      return () => process.start()
    },
  },
  {
    name: 'payment-away',
    what: 'every payment is stopped for 20 s: longer than any timeout',
    lasts: [20_000, 20_000],
    targets: () => ['payment'],
    async inject(system) {
      const replicas = system.replicasOf('payment')
      for (const process of replicas) process.pause()
      return async () => {
        for (const process of replicas) process.resume()
        await Promise.all(replicas.map((process) => process.untilReady()))
      }
    },
  },
  {
    name: 'leader-paused',
    what: "the relay's leader is stopped for longer than its session may be idle, and wakes up with what it had in hand",
    lasts: [10_000, 12_000],
    targets: () => [...WRITING_SUBGRAPHS],
    async inject(system, target) {
      const leader = await leaderOf(system.replicasOf(target))
      leader?.pause()
      return async () => {
        leader?.resume()
        await leader?.untilReady()
      }
    },
  },
  {
    name: 'rolling-restart',
    what: 'all of a kind are stopped and started, one after the other',
    targets: () => [...SUBGRAPHS, 'router'],
    async inject(system, target) {
      for (const process of system.replicasOf(target)) {
        await process.stop()
        await process.start()
      }
    },
  },
  {
    name: 'clock',
    what: "a process' clock is two hours off: it is started again with another one",
    lasts: [5_000, 10_000],
    targets: ours,
    async inject(system, target, random) {
      const process = system.process(target)
      const hours = random.of([-2, 2])
      await process.stop()
      await process.start({ env: { DRILL_CLOCK_SHIFT_MS: String(hours * 3_600_000) } })
      return async () => {
        await process.stop()
        await process.start({ env: { DRILL_CLOCK_SHIFT_MS: '0' } })
      }
    },
  },
]

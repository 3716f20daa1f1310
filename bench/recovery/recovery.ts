import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@ebook/clients/people'
import { connectNats } from '@ebook/nats/connection'
import { STREAM } from '@ebook/nats/stream'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { byName } from '../../subgraphs/subgraphs.ts'
import { spreadOf, tenths, type Spread } from '../figures.ts'
import { installed } from '../installation.ts'
import { registerTitles } from '../people.ts'
import { secondsToQuiet } from '../quiet.ts'
import type { Figure, Measured } from '../results.ts'
import { shareOf, startLightLoad } from './light-load.ts'
import { openOperations, OPERATIONS, type Operation, type Operations } from './operations.ts'
import { NEEDS, PARTS, type Part } from './parts.ts'

export interface Size {
  /** How often each part is killed. */
  readonly kills: number
  /** Seconds that each part is down while requests are counted. */
  readonly hold: number
  /** Seconds that one is away before it is healed and quiet is waited for. */
  readonly away: number
  readonly nodes: number
}

const TITLES = 20
const CONNECTIONS = 100
/** Of each operation. */
const PER_SECOND = 4
/** A keeper waits longer before each new start of what does not live steadily so long. */
const STEADY_MS = 31_000
const PATIENCE_MS = 120_000
/** No figure is finer than that. */
const LOOK_MS = 20

/** Whom the system waits for; the others answer nothing or everybody while they are away. */
const MISSED: readonly Part[] = ['book', 'payment', 'promotion', 'dashboard', 'nats']

interface Site {
  readonly stack: Stack
  readonly operations: Operations
}

/** Kills, stops and starts every part of an installation, and measures what its users notice. */
export async function measureRecovery(size: Size): Promise<Measured> {
  return installed({ connections: CONNECTIONS, natsNodes: size.nodes === 1 ? 1 : 3 }, async ({ stack, router }) => {
    const titles = await registerTitles(stack, router, TITLES)
    const site = { stack, operations: await openOperations(stack, router, titles) }
    await site.operations.prepare(1)
    const startMs = await startTimes(site)
    const recoveryMs = await recoveryTimes(site, size.kills)
    const down = []
    for (const part of PARTS) {
      down.push(await whileAway(site, part, size.hold))
      await untilAllIsWell(site)
    }
    const toQuiet = []
    for (const part of MISSED) {
      const away = await whileAway(site, part, size.away)
      toQuiet.push({ ...away, quietAfterS: await secondsToQuiet(stack, away.healed) })
      await untilAllIsWell(site)
    }
    const recovered = PARTS.map((part): Figure => {
      const comparison = { name: 'a start alone', value: startMs[part] }
      return { name: `${part} works again`, unit: 'ms', value: recoveryMs[part].median, comparison }
    })
    const answered = down.map((it) => ({
      name: `answered without ${it.part}`,
      unit: '%',
      value: it.all.answeredPercent,
    }))
    const quiet = toQuiet.map((it) => ({ name: `quiet after ${it.part}`, unit: 's', value: it.quietAfterS }))
    return { figures: [...recovered, ...answered, ...quiet], detail: { startMs, recoveryMs, down, toQuiet } }
  })
}

/** What a start alone takes: nothing can be back sooner. */
async function startTimes(site: Site): Promise<Record<Part, number>> {
  const ms = byName(PARTS, () => Number.NaN)
  for (const part of PARTS) {
    console.error(`how long ${part} takes to start …`)
    const process = site.stack.process(part)
    await process.stop()
    const began = performance.now()
    await process.start()
    ms[part] = Math.round(performance.now() - began)
    await untilAllIsWell(site)
  }
  return ms
}

/** Each part in turn, and then each again. */
async function recoveryTimes(site: Site, kills: number): Promise<Record<Part, Spread>> {
  const ms = byName(PARTS, (): number[] => [])
  let began = new Map<Part, number>()
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = began
    began = new Map()
    for (const part of PARTS) {
      await delay(Math.max(0, (before.get(part) ?? -STEADY_MS) + STEADY_MS - performance.now()))
      console.error(`kill -9 of ${part}, ${kill} of ${kills} …`)
      const killed = performance.now()
      await (await processOf(site.stack, part)).kill()
      await untilWorks(site, part)
      ms[part].push(performance.now() - killed)
      began.set(part, performance.now())
      await untilAllIsWell(site)
    }
  }
  return byName(PARTS, (part) => spreadOf(ms[part]))
}

/** Counts what is begun between the stop and the start: with the start the load ends, and what is left is its backlog. */
async function whileAway({ stack, operations }: Site, part: Part, seconds: number) {
  await operations.prepare(seconds * PER_SECOND)
  await secondsToQuiet(stack, performance.now())
  console.error(`${part} is away for ${seconds} s under load …`)
  await stack.process(part).stop()
  const load = startLightLoad(operations, PER_SECOND)
  await delay(seconds * 1_000)
  const [ended, healed] = [load.end(), performance.now()]
  await stack.process(part).start()
  const startedAfterS = tenths((performance.now() - healed) / 1_000)
  const samples = await ended
  const sharesOf = (operation: Operation) => shareOf(samples.filter((sample) => sample.operation === operation))
  return { part, all: shareOf(samples), operations: byName(OPERATIONS, sharesOf), healed, startedAfterS }
}

/** Of several nats-servers the one that leads the stream. */
async function processOf(stack: Stack, part: Part): Promise<StackProcess> {
  const nodes = stack.processes('nats')
  if (part !== 'nats' || nodes.length === 1) return stack.process(part)
  const nats = await connectNats({ ...stack.nats('ops'), name: 'bench' })
  const { cluster } = await (await nats.jetstreamManager()).streams.info(STREAM)
  await nats.close()
  const leader = nodes.find(({ name }) => name.replaceAll(' ', '-') === cluster?.leader)
  if (!leader) throw new Error(`the stream is led by ${cluster?.leader}, which this stack does not have`)
  return leader
}

async function untilAllIsWell(site: Site): Promise<void> {
  for (const part of PARTS) await untilWorks(site, part)
}

async function untilWorks({ stack, operations }: Site, part: Part): Promise<void> {
  const need = NEEDS[part]
  if (!need) return stack.process(part).untilReady()
  const { operation, paid } = need
  const works = async () => {
    const { codes, paidAtOnce } = await operations.perform(operation)
    if (codes.length > 0 || (paid && !paidAtOnce)) throw new Error(codes.join(', ') || 'it is not paid')
    return true
  }
  await eventually(`${operation} works again`, works, PATIENCE_MS, LOOK_MS)
}

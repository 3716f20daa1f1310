import { startStack, type Stack } from '@ebook/stack/stack'
import { setTimeout as delay } from 'node:timers/promises'
import { booksBalance } from '../books.ts'
import { rentClock } from '../overload/settled.ts'
import { count, query } from '../query.ts'
import { CLIENTS, everySagaCounts, SagaLoad } from '../saga-load.ts'
import { metricOf } from '../metric.ts'
import { until } from '../until.ts'
import { watchFrames, type Frames } from './frames.ts'
import type { Window } from './gaps.ts'
import { openNodes, type Nodes } from './nodes.ts'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import { roundOf, print, type Heard, type Kill } from './report.ts'

export interface Size {
  readonly kills: number
  /** Of each window, with a kill at its beginning or without any. */
  readonly seconds: number
}

const WARM_UP_MS = 5_000
/** Between a window without a kill and the kill. */
const APART_MS = 1_000

/**
 * The leader of the stream is killed under sagas, each time before it another window of the same length without a kill:
 * a distance between events says something only beside the one that this machine has anyway.
 */
export async function run(size: Size): Promise<object> {
  console.error('starting a stack on a cluster of three nats-servers …')
  const stack = await startStack({ durable: true, natsNodes: 3, env: { RATE_LIMIT_PER_MINUTE: '100000000' } })
  try {
    const nodes = await openNodes(stack)
    const frames = await watchFrames(stack)
    try {
      return await measure(stack, nodes, frames, size)
    } finally {
      frames.stop()
      await nodes.close()
    }
  } finally {
    await stack.stop()
  }
}

async function measure(stack: Stack, nodes: Nodes, frames: Frames, size: Size): Promise<object> {
  const listens = async () =>
    (await metricOf(new URL(stack.process('dashboard').url).origin, 'ebook_dashboard_subscriptions')) === 1
  await until('the ADMIN listens', listens)
  const sagas = await SagaLoad.open(stack)
  const since = await rentClock(stack)
  const kills = await underSagas(sagas, () => killsOf({ stack, nodes, frames }, size))
  console.error('checking that nothing was lost …')
  const checked = await everySagaCounts(stack, sagas, since)
  await everyApprovalHeard(frames, sagas)
  const books = await booksBalance(stack)
  const heard: Heard = { instants: { ...(await received(stack)), 'ADMIN subscription': frames.at }, sagas }
  const rounds = kills.map((each) => roundOf(each, heard))
  await sagas.close()
  print(rounds, size)
  const subscription = { frames: frames.at.length, ends: frames.ends }
  return { benchmark: 'cluster', clients: CLIENTS, ...size, rounds, subscription, checked, books }
}

interface Site {
  readonly stack: Stack
  readonly nodes: Nodes
  readonly frames: Frames
}

/** All clients, from before the work until after it; every saga that was begun is brought to its end. */
async function underSagas<T>(sagas: SagaLoad, work: () => Promise<T>): Promise<T> {
  let enough = false
  const lanes = Array.from({ length: CLIENTS }, async (_, lane) => {
    while (!enough) await sagas.one(lane)
  })
  const all = Promise.all(lanes)
  try {
    // A saga that does not move on ends the measurement at once, and not after the last kill.
    return await Promise.race([work(), all.then(() => Promise.reject(new Error('the clients ended by themselves')))])
  } finally {
    enough = true
    await all
  }
}

async function killsOf({ stack, nodes, frames }: Site, { kills, seconds }: Size): Promise<Kill[]> {
  console.error('warming up …')
  await delay(WARM_UP_MS)
  const done: Kill[] = []
  for (let number = 1; number <= kills; number += 1) {
    await nodes.untilInSync()
    // In sync is not yet heard of: a silence that goes on would be taken for one that is there without a kill.
    await untilAllHear(stack, frames, Date.now())
    console.error(`${number} of ${kills}: ${seconds} s without a kill …`)
    const without = await lasting(seconds)
    await delay(APART_MS)
    done.push(await kill(nodes, `${number} of ${kills}`, seconds, without))
  }
  // How long a silence was is known only when something is heard after it.
  await untilAllHear(stack, frames, Date.now())
  return done
}

/** Waits until each consumer has taken something in since then, and the ADMIN was sent something. */
async function untilAllHear(stack: Stack, frames: Frames, since: number): Promise<void> {
  const text = 'select count(*) from inbox where consumer = $1 and received_at > $2'
  for (const name of WRITING_SUBGRAPHS) {
    await until(`${name} hears again`, async () => (await count(stack, name, text, [name, new Date(since)])) > 0)
  }
  await until('the ADMIN hears again', async () => (frames.at.at(-1) ?? 0) > since)
}

async function kill(nodes: Nodes, what: string, seconds: number, without: Window): Promise<Kill> {
  const { stream: node, consumers } = await nodes.untilInSync()
  const led = consumers.filter(({ leader }) => leader === node).map(({ name }) => name)
  console.error(
    `${what}: kill -9 of ${node}, which leads the stream and the consumers of ${led.join(', ') || 'nobody'} …`,
  )
  const window = lasting(seconds)
  const began = performance.now()
  await nodes.process(node).kill()
  const next = await nodes.untilLed()
  const leaderAfterMs = Math.round(performance.now() - began)
  await nodes.process(node).untilReady()
  await nodes.untilInSync()
  const inSyncAfterMs = Math.round(performance.now() - began)
  console.error(`  ${next} leads after ${leaderAfterMs} ms; all are in sync after ${inSyncAfterMs} ms`)
  return { node, led, next, leaderAfterMs, inSyncAfterMs, without, with: await window }
}

async function lasting(seconds: number): Promise<Window> {
  const from = Date.now()
  await delay(seconds * 1_000)
  return { from, to: Date.now() }
}

/** When each consumer took its events in: the beginning of the transaction that did. */
async function received(stack: Stack): Promise<Record<WritingSubgraph, number[]>> {
  const read = async (name: WritingSubgraph) => {
    const text = 'select distinct extract(epoch from received_at)::float8 * 1000 as at from inbox where consumer = $1'
    return [name, (await query<{ at: number }>(stack, name, text, [name])).map(({ at }) => at)] as const
  }
  return Object.fromEntries(await Promise.all(WRITING_SUBGRAPHS.map(read))) as Record<WritingSubgraph, number[]>
}

/** Every version came, once and in order, and so did the approval of every rental. */
async function everyApprovalHeard(frames: Frames, { ended }: SagaLoad): Promise<void> {
  await until('the ADMIN has heard of every approval', async () => {
    if (frames.problem !== undefined) throw new Error(`the ADMIN's subscription: ${frames.problem}`)
    return ended.every(({ rentalId }) => frames.approved.has(rentalId))
  })
}

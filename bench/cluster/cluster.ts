import { setTimeout as delay } from 'node:timers/promises'
import type { Stack } from '@ebook/stack/stack'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { byName } from '../figures.ts'
import { CLIENTS, count, metric, metricsOf, query } from '../installation.ts'
import { listenTo, type Listener } from '../listener.ts'
import type { Measured } from '../results.ts'
import { underSagas, type SagaLoad } from '../saga-load.ts'
import { until } from '../until.ts'
import type { Window } from './gaps.ts'
import { openNodes, type Nodes } from './nodes.ts'
import { figuresOf, roundOf, type Heard, type Kill } from './report.ts'

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
export async function measureCluster(size: Size): Promise<Measured> {
  const { measured, sagas, checked } = await underSagas({ natsNodes: 3 }, async ({ stack }, sagas) => {
    const nodes = await openNodes(stack)
    const approved = new Set<string>()
    const admin = await listenTo(stack, 'libby', 'ADMIN', ({ rentalId, status }) => {
      if (status === 'APPROVED') approved.add(rentalId)
    })
    try {
      await until('the ADMIN listens', async () => {
        return metric(await metricsOf(stack.process('dashboard')), 'ebook_dashboard_subscriptions') === 1
      })
      const kills = await sagas.during(() => killsOf({ stack, nodes, admin }, size))
      await everyApprovalHeard(admin, approved, sagas)
      return { kills, instants: { ...(await received(stack)), 'ADMIN subscription': admin.at }, ends: admin.ends }
    } finally {
      admin.stop()
      await nodes.close()
    }
  })
  const heard: Heard = { instants: measured.instants, sagas }
  const rounds = measured.kills.map((each) => roundOf(each, heard))
  const subscription = { frames: heard.instants['ADMIN subscription'].length, ends: measured.ends }
  return { figures: figuresOf(rounds), detail: { clients: CLIENTS, rounds, subscription, checked } }
}

interface Site {
  readonly stack: Stack
  readonly nodes: Nodes
  readonly admin: Listener
}

async function killsOf({ stack, nodes, admin }: Site, { kills, seconds }: Size): Promise<Kill[]> {
  console.error('warming up …')
  await delay(WARM_UP_MS)
  const done: Kill[] = []
  for (let number = 1; number <= kills; number += 1) {
    await nodes.untilInSync()
    // In sync is not yet heard of: a silence that goes on would be taken for one that is there without a kill.
    await untilAllHear(stack, admin, Date.now())
    console.error(`${number} of ${kills}: ${seconds} s without a kill …`)
    const without = await lasting(seconds)
    await delay(APART_MS)
    done.push(await kill(nodes, `${number} of ${kills}`, seconds, without))
  }
  // How long a silence was is known only when something is heard after it.
  await untilAllHear(stack, admin, Date.now())
  return done
}

/** Waits until each consumer has taken something in since then, and the ADMIN was sent something. */
async function untilAllHear(stack: Stack, admin: Listener, since: number): Promise<void> {
  const text = 'select count(*) from inbox where consumer = $1 and received_at > $2'
  for (const name of WRITING_SUBGRAPHS) {
    await until(`${name} hears again`, async () => (await count(stack, name, text, [name, new Date(since)])) > 0)
  }
  await until('the ADMIN hears again', async () => (admin.at.at(-1) ?? 0) > since)
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
async function received(stack: Stack) {
  const text = 'select distinct extract(epoch from received_at)::float8 * 1000 as at from inbox where consumer = $1'
  const rows = await Promise.all(WRITING_SUBGRAPHS.map((name) => query<{ at: number }>(stack, name, text, [name])))
  return byName(WRITING_SUBGRAPHS, (name) => (rows[WRITING_SUBGRAPHS.indexOf(name)] ?? []).map(({ at }) => at))
}

/** Every version came, once and in order, and so did the approval of every rental. */
async function everyApprovalHeard(admin: Listener, approved: ReadonlySet<string>, { ended }: SagaLoad) {
  await until('the ADMIN has heard of every approval', async () => {
    const [problem] = admin.problems
    if (problem !== undefined) throw new Error(`the ADMIN's subscription: ${problem}`)
    return ended.every(({ rentalId }) => approved.has(rentalId))
  })
}

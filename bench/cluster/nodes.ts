import { connectNats } from '@ebook/nats/connection'
import { STREAM } from '@ebook/nats/stream'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { setTimeout as delay } from 'node:timers/promises'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

export interface Consumer {
  /** The context's; the dashboard has consumers with random names. */
  readonly name: string
  readonly leader: string
}

/** What the cluster says of the stream and its consumers. */
export interface Leaders {
  readonly stream: string
  readonly consumers: readonly Consumer[]
  /** Why it could not do without any one of its nodes; undefined when it could. */
  readonly behind: string | undefined
}

export interface Nodes {
  /** Waits until the stream and every consumer have a leader, and every replica of theirs is current. */
  untilInSync(): Promise<Leaders>
  /**
   * Waits until the stream is led, and returns by which node. Only a leader answers: after its death whoever does so was
   * elected since, and that may be the same node, which was started again.
   */
  untilLed(): Promise<string>
  process(node: string): StackProcess
  close(): Promise<void>
}

/** Whoever asks a leader that is gone is not answered at all: then it is asked again. */
const ANSWER_MS = 500
const LOOK_MS = 50
const PATIENCE_MS = 120_000
const SAY_EVERY_MS = 5_000
const OTHERS = 2
const OF_CONTEXTS = new Set<string>(WRITING_SUBGRAPHS)

interface Group {
  readonly leader?: string
  readonly replicas?: readonly { readonly name: string; readonly current: boolean; readonly offline: boolean }[]
}

/** Looks at a cluster of nats-servers with a connection of its own, which finds another node when its node dies. */
export async function openNodes(stack: Stack): Promise<Nodes> {
  const nats = await connectNats({ ...stack.nats('ops'), name: 'bench-cluster' })
  const jsm = await nats.jetstreamManager({ timeout: ANSWER_MS, checkAPI: false })

  const ask = async (): Promise<Leaders> => {
    const { cluster } = await jsm.streams.info(STREAM)
    const lacking = [lackOf('the stream', cluster)]
    const consumers: Consumer[] = []
    for await (const { name, cluster: group } of jsm.consumers.list(STREAM)) {
      const isShared = OF_CONTEXTS.has(name)
      consumers.push({ name: isShared ? name : 'dashboard', leader: group?.leader ?? '' })
      // The dashboard's has one replica, and is made anew when its node is away: nothing waits for it.
      if (isShared) lacking.push(lackOf(`the consumer ${name}`, group))
    }
    if (consumers.length < OF_CONTEXTS.size) lacking.push('not every consumer is known')
    return { stream: cluster?.leader ?? '', consumers, behind: lacking.find((why) => why !== undefined) }
  }
  return {
    untilInSync: () =>
      eventually<Leaders>('in sync', async () => {
        const now = await ask().catch(() => undefined)
        if (now === undefined) return { not: 'the cluster does not answer' }
        return now.behind === undefined ? { is: now } : { not: now.behind }
      }),
    untilLed: () =>
      eventually<string>('led', async () => {
        const info = await jsm.streams.info(STREAM).catch(() => undefined)
        return info?.cluster?.leader ? { is: info.cluster.leader } : { not: 'the stream has no leader' }
      }),
    process(node) {
      const found = stack.processes('nats').find(({ name }) => name.replaceAll(' ', '-') === node)
      if (!found) throw new Error(`the stream is led by ${node}, which this stack does not have`)
      return found
    },
    close: () => nats.close(),
  }
}

/** What a group of replicas lacks before any one node may go. */
function lackOf(name: string, group: Group | undefined): string | undefined {
  if (!group?.leader) return `${name} has no leader`
  const current = (group.replicas ?? []).filter((peer) => peer.current && !peer.offline)
  return current.length < OTHERS
    ? `${name} has ${current.length} replicas that are current beside its leader`
    : undefined
}

/** Looks until it is so, and says now and then why it is not. */
async function eventually<T>(what: string, look: () => Promise<{ is: T } | { not: string }>): Promise<T> {
  const began = performance.now()
  let said = began
  for (;;) {
    const seen = await look()
    if ('is' in seen) return seen.is
    const now = performance.now()
    if (now - began > PATIENCE_MS) throw new Error(`not ${what} within ${PATIENCE_MS / 1_000} s: ${seen.not}`)
    if (now - said > SAY_EVERY_MS) {
      console.error(`  not ${what} yet: ${seen.not}`)
      said = now
    }
    await delay(LOOK_MS)
  }
}

import { connectNats } from '@ebook/nats/connection'
import { STREAM } from '@ebook/nats/stream'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { untilSeen, type Look } from '../until.ts'

/** What the cluster says of the stream and of its consumers; the dashboard has none, it reads the stream directly. */
interface Leaders {
  readonly stream: string
  readonly consumers: readonly { readonly name: string; readonly leader: string }[]
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
const PATIENCE_MS = 120_000
const OTHERS = 2

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
    const groups = new Map<string, Group | undefined>()
    for await (const { name, cluster: group } of jsm.consumers.list(STREAM)) groups.set(name, group)
    const lacking = [lackOf('the stream', cluster), ...WRITING_SUBGRAPHS.map((name) => lackOf(name, groups.get(name)))]
    const consumers = WRITING_SUBGRAPHS.map((name) => ({ name, leader: groups.get(name)?.leader ?? '' }))
    return { stream: cluster?.leader ?? '', consumers, behind: lacking.find((why) => why !== undefined) }
  }
  const inSync = async (): Promise<Look<Leaders>> => {
    const now = await ask().catch(() => undefined)
    if (now === undefined) return { not: 'the cluster does not answer' }
    return now.behind === undefined ? { is: now } : { not: now.behind }
  }
  const led = async (): Promise<Look<string>> => {
    const info = await jsm.streams.info(STREAM).catch(() => undefined)
    return info?.cluster?.leader ? { is: info.cluster.leader } : { not: 'the stream has no leader' }
  }
  return {
    untilInSync: () => untilSeen('the cluster is in sync', inSync, PATIENCE_MS),
    untilLed: () => untilSeen('the stream is led', led, PATIENCE_MS),
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

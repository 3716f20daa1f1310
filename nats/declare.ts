import { isDeepStrictEqual } from 'node:util'
import { AckPolicy, DeliverPolicy, type JetStreamManager } from 'nats'
import { driftOf, findStream, STREAM, streamDeclaration, unlessMissing } from './stream.ts'

export interface Declaration {
  readonly streamReplicas: number
  /** Each context's durable, by its name, and the contexts whose events it hears. */
  readonly listeners: Readonly<Record<string, readonly string[]>>
  /** How long the messages of a replica that was killed stay away: 8 s if not given. */
  readonly ackWaitMs?: number | undefined
}

const MAX_UNACKNOWLEDGED = 1_000
// A busy replica that is slower sees some of its own messages again, which costs one look into the inbox.
const ACK_WAIT_MS = 8_000

export const subjectsOf = (producers: readonly string[]): string[] =>
  producers.map((producer) => `ebook.${producer}.>`).toSorted()

/**
 * Makes the stream and the durables what this version says they are, as the one user who may: contexts cannot, because
 * whoever makes a consumer or a stream has the server deliver or copy where they may not publish. What an earlier version
 * declared is changed and keeps its place. Safe to repeat, and by several at once.
 */
export async function declareBroker(jsm: JetStreamManager, declaration: Declaration): Promise<void> {
  const { streamReplicas, listeners, ackWaitMs = ACK_WAIT_MS } = declaration
  const stream = await findStream(jsm)
  if (!stream) await jsm.streams.add(streamDeclaration(streamReplicas))
  else if (driftOf(stream, streamReplicas)) await jsm.streams.update(STREAM, streamDeclaration(streamReplicas))
  for (const [durable, producers] of Object.entries(listeners)) {
    await declareDurable(jsm, durable, {
      filter_subjects: subjectsOf(producers),
      ack_wait: ackWaitMs * 1_000_000,
      // The broker tells of its giving up once, and that is lost if nobody listens: dead letters are ours.
      max_deliver: -1,
      max_ack_pending: MAX_UNACKNOWLEDGED,
    })
  }
}

type Durable = Record<'ack_wait' | 'max_deliver' | 'max_ack_pending', number> & { filter_subjects: string[] }

async function declareDurable(jsm: JetStreamManager, durable: string, declared: Durable): Promise<void> {
  const known = await unlessMissing(jsm.consumers.info(STREAM, durable))
  // One that delivers by itself, wherever to, is not ours.
  if (known && known.config.deliver_subject === undefined) {
    const { ack_wait, max_deliver, max_ack_pending } = known.config
    const is = { filter_subjects: subjectsHeard(known.config), ack_wait, max_deliver, max_ack_pending }
    if (!isDeepStrictEqual(is, declared)) await jsm.consumers.update(STREAM, durable, declared)
    return
  }
  if (known) await jsm.consumers.delete(STREAM, durable)
  await jsm.consumers.add(STREAM, {
    ...declared,
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
  })
}

/** The subjects that a consumer is given, however that was said. */
export function subjectsHeard(config: {
  readonly filter_subject?: string | undefined
  readonly filter_subjects?: string[] | undefined
}): string[] {
  return (config.filter_subjects ?? (config.filter_subject === undefined ? [] : [config.filter_subject])).toSorted()
}

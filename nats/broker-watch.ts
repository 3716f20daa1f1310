import type { ConsumerInfo, JetStreamManager, NatsConnection, StreamInfo } from 'nats'
import type { Logger } from 'pino'
import { Gauge, type Registry } from 'prom-client'
import { refusalOf } from './connection.ts'
import { subjectsHeard, subjectsOf } from './declare.ts'
import { driftOf, findStream, OLDEST_SERVER, olderThan, STREAM, unlessMissing } from './stream.ts'

export interface Expected {
  readonly streamReplicas: number
  /** The durable that is pulled from, and the contexts that it has to give; undefined: none. */
  readonly durable?: { readonly name: string; readonly producers: readonly string[] } | undefined
}

/** What is wrong with the broker, in words; undefined when nothing. */
export interface Seen {
  /** It cannot be asked. */
  readonly away: string | undefined
  /** It answers, and is otherwise than was declared. */
  readonly otherwise: string | undefined
}

/** What there was at the last look. */
export interface Found {
  readonly stream: StreamInfo | undefined
  readonly durable: ConsumerInfo | undefined
}

/** So many looks in a row are at the durable alone. */
const DURABLES_ONLY = 4

export interface BrokerWatch {
  /** Looks once. Never throws. Undefined when the broker does not answer. */
  look(): Promise<Found | undefined>
  seen(): Seen
}

/**
 * Watches the broker for those who are woken. No readiness hangs on it: what a process accepts while the broker is away is
 * in its outbox, so that taking it away from its callers would help nobody.
 */
export function watchBroker(
  { nats, jsm, log, registry }: WatchSettings,
  { streamReplicas, durable }: Expected,
): BrokerWatch {
  const registers = [registry]
  const answers = new Gauge({
    name: 'ebook_broker_answers',
    help: '1 when NATS lets this process in and its stream answers, 0 when not',
    registers,
  })
  const asDeclared = new Gauge({
    name: 'ebook_broker_as_declared',
    help: '0 when NATS is too old, or its stream or durable is otherwise than was declared',
    registers,
  })
  let seen: Seen = { away: 'it has not been asked yet', otherwise: undefined }
  let last: Found & { readonly looks: number } = { stream: undefined, durable: undefined, looks: 0 }

  // A durable goes with its stream: while it is the same, so is the stream.
  const find = async (): Promise<Found> => {
    const pulled = durable && last.looks > 0 && (await unlessMissing(jsm.consumers.info(STREAM, durable.name)))
    if (pulled && pulled.created === last.durable?.created) {
      last = { stream: last.stream, durable: pulled, looks: last.looks - 1 }
      return last
    }
    const stream = await findStream(jsm)
    const found = stream && durable && (await unlessMissing(jsm.consumers.info(STREAM, durable.name)))
    last = { stream, durable: found, looks: stream && found ? DURABLES_ONLY : 0 }
    return last
  }
  const problemOf = ({ stream, durable: found }: Found): string | undefined => {
    const version = nats.info?.version
    if (version !== undefined && olderThan(version, OLDEST_SERVER))
      return `nats-server ${version} is too old: install ${OLDEST_SERVER} or newer`
    if (!stream) return `stream ${STREAM} is not there: it has to be declared (npm run broker:declare)`
    return driftOf(stream, streamReplicas) ?? (durable && problemOfDurable(found, durable))
  }

  return {
    async look() {
      const before = seen
      const refusal = refusalOf(nats)
      let found: Found | undefined
      try {
        if (refusal !== undefined) throw new Error(`NATS does not let us in: ${refusal}`)
        found = await find()
        seen = { away: undefined, otherwise: problemOf(found) }
      } catch (error) {
        seen = { away: String(error), otherwise: before.otherwise }
      }
      answers.set(seen.away === undefined ? 1 : 0)
      asDeclared.set(seen.otherwise === undefined ? 1 : 0)
      if (seen.away !== undefined && before.away === undefined) log.error({ why: seen.away }, 'the broker is away')
      if (seen.otherwise !== undefined && seen.otherwise !== before.otherwise)
        log.error({ why: seen.otherwise }, 'the broker is otherwise than was declared')
      return found
    },
    seen: () => seen,
  }
}

interface WatchSettings {
  readonly nats: NatsConnection
  readonly jsm: JetStreamManager
  readonly log: Logger
  readonly registry: Registry
}

function problemOfDurable(
  info: ConsumerInfo | undefined,
  { name, producers }: NonNullable<Expected['durable']>,
): string | undefined {
  if (producers.length === 0) return undefined
  if (!info) return `durable ${name} is not there: it has to be declared (npm run broker:declare)`
  if (info.config.deliver_subject !== undefined) return `durable ${name} delivers to ${info.config.deliver_subject}`
  const heard = subjectsHeard(info.config)
  const [lacking] = subjectsOf(producers).filter((subject) => !heard.includes(subject))
  return lacking && `durable ${name} is not given ${lacking}: it has to be declared (npm run broker:declare)`
}

import { setTimeout as delay } from 'node:timers/promises'
import {
  DiscardPolicy,
  NatsError,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type NatsConnection,
  type StreamInfo,
} from 'nats'

export const STREAM = 'EBOOK'

/** Older servers have published vulnerabilities or acknowledge before they sync (decisions/0004-outbox-is-the-log.md). */
export const OLDEST_SERVER = '2.12.7'

const TWENTY_MINUTES_NS = 20 * 60 * 1_000_000_000

function declaration(replicas: number) {
  return {
    name: STREAM,
    subjects: ['ebook.>'],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    // `old` would drop silently; with `new` a full stream refuses and the outbox waits.
    discard: DiscardPolicy.New,
    max_age: 0,
    duplicate_window: TWENTY_MINUTES_NS,
    deny_delete: true,
    num_replicas: replicas,
  }
}

/** What tells this stream from a later one of the same name: the instant of its creation. */
export function identityOf(info: StreamInfo): string {
  return info.created
}

const PATIENCE_MS = 60_000
const RETRY_MS = 500

/** As ensureStream, but waits (bounded) for a cluster that has no leader yet, as one that has just been started. */
export async function awaitStream(jsm: JetStreamManager, replicas: number): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await ensureStream(jsm, replicas)
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadline) throw error
      await delay(RETRY_MS)
    }
  }
}

/** Declares the stream if it is not there. Returns its identity. */
export async function ensureStream(jsm: JetStreamManager, replicas: number): Promise<string> {
  try {
    return identityOf(await jsm.streams.info(STREAM))
  } catch (error) {
    if (!isNotFound(error)) throw error
    return identityOf(await jsm.streams.add(declaration(replicas)))
  }
}

/** Says what is wrong with the server or the stream; undefined when both are as declared. */
export async function inspectStream(
  nats: NatsConnection,
  jsm: JetStreamManager,
  replicas: number,
): Promise<string | undefined> {
  const version = nats.info?.version ?? '0'
  if (olderThan(version, OLDEST_SERVER)) return `nats-server ${version} is too old: install ${OLDEST_SERVER} or newer`
  const { config } = await jsm.streams.info(STREAM)
  const declared = declaration(replicas)
  for (const key of [
    'storage',
    'retention',
    'discard',
    'max_age',
    'duplicate_window',
    'deny_delete',
    'num_replicas',
  ] as const) {
    if (config[key] !== declared[key]) {
      return `stream ${STREAM} has ${key} = ${String(config[key])}, declared is ${String(declared[key])}`
    }
  }
  return undefined
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof NatsError)) return false
  return error.code === 'TIMEOUT' || error.code === '503' || error.api_error?.code === 503
}

export function isNotFound(error: unknown): boolean {
  return error instanceof NatsError && (error.api_error?.code === 404 || error.code === '404')
}

function olderThan(version: string, floor: string): boolean {
  return version.localeCompare(floor, 'en', { numeric: true }) < 0
}

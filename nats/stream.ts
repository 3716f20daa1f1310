import {
  DiscardPolicy,
  NatsError,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from 'nats'

export const STREAM = 'EBOOK'

/** Older servers have published vulnerabilities or acknowledge before they sync (decisions/0004-outbox-is-the-log.md). */
export const OLDEST_SERVER = '2.12.7'

const TWENTY_MINUTES_NS = 20 * 60 * 1_000_000_000

export function streamDeclaration(replicas: number) {
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
    // For whoever reads all of it without a consumer, which would have to be made.
    allow_direct: true,
    num_replicas: replicas,
  } satisfies Partial<StreamConfig>
}

/** What tells this stream from a later one of the same name: the instant of its creation. */
export function identityOf(info: StreamInfo): string {
  return info.created
}

/** Undefined when it is not there. */
export async function findStream(jsm: Pick<JetStreamManager, 'streams'>): Promise<StreamInfo | undefined> {
  return unlessMissing(jsm.streams.info(STREAM))
}

/** What the stream is otherwise than was declared; undefined when nothing. */
export function driftOf({ config }: StreamInfo, replicas: number): string | undefined {
  for (const [key, declared] of Object.entries(streamDeclaration(replicas))) {
    const is = config[key as keyof StreamConfig]
    if (String(is) !== String(declared)) {
      return `stream ${STREAM} has ${key} = ${String(is)}, declared is ${String(declared)}`
    }
  }
  return undefined
}

/** What was asked for, or undefined when the server says that there is no such thing. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof NatsError && (error.api_error?.code === 404 || error.code === '404')
}

export function olderThan(version: string, floor: string): boolean {
  return version.localeCompare(floor, 'en', { numeric: true }) < 0
}

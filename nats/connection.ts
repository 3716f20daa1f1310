import { setTimeout as delay } from 'node:timers/promises'
import { connect, ErrorCode, Events, NatsError, type ConnectionOptions, type NatsConnection } from 'nats'
import type { Logger } from 'pino'

export type { NatsConnection } from 'nats'

export interface NatsSettings {
  readonly url: string
  readonly user: string
  readonly password: string
  /** Shown in the server's list of connections. */
  readonly name: string
  readonly log?: Logger
  /** How long a first connection is tried for; for ever, if it is not said. */
  readonly patienceMs?: number
  /** The connection is over although nobody closed it, and will not come back: whoever needs it should end. */
  readonly onLost?: (error: Error) => void
}

/** Nobody answered there, or nobody was let in, for as long as was to be waited. */
export class NatsUnreachable extends Error {
  override readonly name = 'NatsUnreachable'
}

const AGAIN_MS = 200
const JITTER_MS = 300

const users = new WeakMap<NatsConnection, string>()
const refusals = new WeakMap<NatsConnection, { readonly why: string; readonly at: number }>()
const closing = new WeakSet<NatsConnection>()

/**
 * Connects and stays connected: tries for ever, with jitter against reconnect storms, also when the server does not let
 * us in, because whoever changes its users may be at it just now. A half-open connection is noticed by pings within about
 * 10 seconds. A command is not as patient (`patienceMs`: throws NatsUnreachable). Every user has inboxes of its own, so that
 * the server can forbid it to read other users' replies.
 */
export async function connectNats(settings: NatsSettings): Promise<NatsConnection> {
  const { user, log } = settings
  const options: ConnectionOptions = {
    servers: settings.url.split(','),
    user,
    pass: settings.password,
    name: settings.name,
    inboxPrefix: inboxOf(user),
    maxReconnectAttempts: -1,
    reconnectTimeWait: AGAIN_MS,
    reconnectJitter: JITTER_MS,
    ignoreAuthErrorAbort: true,
    pingInterval: 5_000,
    maxPingOut: 2,
    // Of each request it would keep where it was made: as much work as sending it.
    noAsyncTraces: true,
  }
  const nats = await firstConnection(options, settings)
  knownAs(nats, user)
  watch(nats, log).catch((error: unknown) => log?.error({ err: error }, 'nobody tells any more how NATS is'))
  const over = (error: Error | void) => {
    if (!closing.has(nats)) settings.onLost?.(error || new Error('the connection to NATS was closed'))
  }
  nats.closed().then(over, over)
  return nats
}

/** The client's own waiting for a first connection does not tell why it takes so long. */
async function firstConnection(
  options: ConnectionOptions,
  { url, log, patienceMs = Infinity }: NatsSettings,
): Promise<NatsConnection> {
  const until = performance.now() + patienceMs
  let told: string | undefined
  for (;;) {
    try {
      return await connect(options)
    } catch (error) {
      if (performance.now() > until) {
        const which = isRefusal(error) ? 'lets nobody in with this password' : 'does not answer'
        throw new NatsUnreachable(
          `NATS on ${url} ${which}: is it running, and are its address, user and password right?`,
        )
      }
      const why = String(error)
      const what = isRefusal(error)
        ? 'NATS does not let us in yet: are NATS_USER and NATS_PASSWORD those of its configuration? It is tried again'
        : 'NATS does not answer yet: is it running, and NATS_URL right? It is tried again'
      if (why !== told) log?.warn({ why, user: options.user }, what)
      told = why
      await delay(AGAIN_MS + Math.random() * JITTER_MS)
    }
  }
}

const REFUSALS: readonly string[] = [
  ErrorCode.AuthorizationViolation,
  ErrorCode.AuthenticationExpired,
  ErrorCode.AuthenticationTimeout,
  ErrorCode.AccountExpired,
]

const isRefusal = (error: unknown): boolean => error instanceof NatsError && REFUSALS.includes(error.code)

async function watch(nats: NatsConnection, log: Logger | undefined): Promise<void> {
  for await (const { type, data, permissionContext } of nats.status()) {
    if (type === Events.Reconnect) {
      refusals.delete(nats)
      log?.info('connected to NATS again')
    } else if (type === Events.Disconnect) {
      log?.warn('the connection to NATS was lost; it is tried again')
    } else if (type === Events.Error && REFUSALS.includes(String(data))) {
      if (refusalOf(nats) === undefined) log?.error({ why: data }, 'NATS does not let us in; it is tried again')
      refusals.set(nats, { why: String(data), at: performance.now() })
    } else if (type === Events.Error) {
      log?.error({ why: data, ...permissionContext }, 'NATS refused something')
    }
  }
}

/** Longer than between two attempts. */
const STILL_REFUSED_MS = 5_000

/** Why NATS, which is there, does not let this connection in; undefined when it does, or when nobody is there. */
export function refusalOf(nats: NatsConnection): string | undefined {
  const refusal = refusals.get(nats)
  return refusal && performance.now() - refusal.at < STILL_REFUSED_MS ? refusal.why : undefined
}

const inboxOf = (user: string): string => `_INBOX.${user}`

/** Remembers whose connection it is. */
export function knownAs(nats: NatsConnection, user: string): void {
  users.set(nats, user)
}

/** The place for one reply of `service` to this connection: the server lets nobody else write or read there. */
export function replyPlace(nats: NatsConnection, service: string, unique: string): string {
  const user = users.get(nats)
  if (user === undefined) throw new Error('the connection was not made by connectNats')
  return `${inboxOf(user)}.${service}.${unique}`
}

/** Who wants a reply of `service` there; undefined when it is no such place. */
export function callerAt(reply: string | undefined, service: string): string | undefined {
  const [inbox, user, from, unique, ...more] = reply?.split('.') ?? []
  return inbox === '_INBOX' && from === service && unique && more.length === 0 ? user : undefined
}

const FLUSH_MS = 1_000

/**
 * Closes what `connectNats` opened, after what was said last has reached the server: the client's own `close` destroys the
 * socket, and acknowledgements and replies with it. A server that does not answer is not waited for longer than a second.
 */
export async function closeNats(nats: NatsConnection): Promise<void> {
  closing.add(nats)
  await flushed(nats)
  await nats.close()
}

/** What was said and subscribed to so far has reached the server; or it does not answer within a second. */
export async function flushed(nats: NatsConnection): Promise<void> {
  const giveUp = new AbortController()
  const flush = nats.flush().catch(() => undefined)
  await Promise.race([flush, delay(FLUSH_MS, undefined, { signal: giveUp.signal }).catch(() => undefined)])
  giveUp.abort()
}

import { connect, type NatsConnection } from 'nats'
import { setTimeout as delay } from 'node:timers/promises'

export type { NatsConnection } from 'nats'

export interface NatsSettings {
  readonly url: string
  readonly user: string
  readonly password: string
  /** Shown in the server's list of connections. */
  readonly name: string
}

/**
 * Connects and stays connected: reconnects for ever, with jitter against reconnect storms. A half-open connection
 * is noticed by pings within about 10 seconds. Every user has an inbox prefix of its own, so that the server can
 * forbid it to read other users' replies.
 */
export async function connectNats(settings: NatsSettings): Promise<NatsConnection> {
  return connect({
    servers: settings.url.split(','),
    user: settings.user,
    pass: settings.password,
    name: settings.name,
    inboxPrefix: `_INBOX_${settings.user}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
    reconnectJitter: 300,
    waitOnFirstConnect: true,
    pingInterval: 5_000,
    maxPingOut: 2,
  })
}

const FLUSH_MS = 1_000

/**
 * Closes what `connectNats` opened, after what was said last has reached the server: the client's own `close` destroys the
 * socket, and acknowledgements and replies with it. A server that does not answer is not waited for longer than a second.
 */
export async function closeNats(nats: NatsConnection): Promise<void> {
  const giveUp = new AbortController()
  const flushed = nats.flush().catch(() => undefined)
  await Promise.race([flushed, delay(FLUSH_MS, undefined, { signal: giveUp.signal }).catch(() => undefined)])
  giveUp.abort()
  await nats.close()
}

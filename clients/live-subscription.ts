import { setTimeout as delay } from 'node:timers/promises'
import { LiveSocket } from './live-socket.ts'
import { operations, type Json } from './people.ts'

export interface LiveSubscriptionSettings {
  /** Where it connects, asked anew each time, as is the token. */
  url(): string
  token(): Promise<string>
  /** DashboardChanged as it is written, if not given. */
  readonly query?: string | undefined
  readonly variables: Readonly<Record<string, unknown>> & { readonly snapshot: boolean }
  readonly consistency?: string | undefined
  readonly resumeFrom?: string | undefined
  /** Comes back by itself when its connection is lost, after so many ms; undefined: it does not. */
  readonly pauseMs?: (() => number) | undefined
}

export interface LiveSubscriptionHandlers {
  /** A snapshot begins: each row may come once more. */
  beginsAnew(): void
  /** `cursor` is known by then. */
  next(payload: Json): void
  /** The connection is there, or not any more. */
  changed?(): void
  refused?(error: Json): void
  complete(): void
  closed?(code: number, reason: string): void
  violation(what: string): void
}

/**
 * A subscription to the dashboard as the documentation says that clients should have it: it goes on behind its last
 * cursor, and begins anew with a snapshot when it is told to.
 */
export class LiveSubscription {
  cursor: string | undefined
  /** It has sent its operation, and the connection is there. */
  isConnected = false
  readonly #settings: LiveSubscriptionSettings
  readonly #handlers: LiveSubscriptionHandlers
  #socket: LiveSocket | undefined
  #comingBack = false
  #leaving = false

  constructor(settings: LiveSubscriptionSettings, handlers: LiveSubscriptionHandlers) {
    this.#settings = settings
    this.#handlers = handlers
    this.cursor = settings.resumeFrom
  }

  /** Connects and subscribes, behind the last cursor if there is one. */
  async connect(url = this.#settings.url()): Promise<this> {
    const { query = operations.get('DashboardChanged') ?? '', variables, consistency } = this.#settings
    const token = await this.#settings.token()
    if (this.#leaving) return this
    if (this.cursor === undefined && variables.snapshot) this.#handlers.beginsAnew()
    const extensions = { resumeFrom: this.cursor, consistency }
    const request = { query, operationName: 'DashboardChanged', variables, extensions }
    const socket: LiveSocket = new LiveSocket(url, token, request, {
      subscribed: () => this.#is(this.#socket === socket),
      next: (payload) => {
        const { cursor } = payload.extensions ?? {}
        if (typeof cursor === 'string') this.cursor = cursor
        this.#handlers.next(payload)
      },
      error: ([error]) => this.#refused(error),
      complete: () => this.#handlers.complete(),
      closed: (code, reason) => {
        if (this.#socket !== socket) return
        this.#socket = undefined
        this.#is(false)
        this.#handlers.closed?.(code, reason)
        this.#comeBack()
      },
      violation: (what) => this.#handlers.violation(what),
    })
    this.#socket = socket
    return this
  }

  /** The connection breaks; who comes back by itself does. */
  cut(): void {
    this.#socket?.cut()
  }

  /** Goes away for good. */
  leave(): void {
    this.#leaving = true
    this.#hangUp()
  }

  stopReading(): void {
    this.#socket?.stopReading()
  }

  readAgain(): void {
    this.#socket?.readAgain()
  }

  /** With another token; what the pong says. */
  async renew(token: string): Promise<Json> {
    if (!this.#socket) throw new Error('there is no connection')
    return this.#socket.renew(token)
  }

  #refused(error: Json): void {
    const { code, cursor } = error?.extensions ?? {}
    this.cursor = code === 'RESYNC_REQUIRED' ? cursor : (cursor ?? this.cursor)
    this.#handlers.refused?.(error)
    this.#hangUp()
    this.#comeBack()
  }

  #hangUp(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#is(false)
    socket?.end()
  }

  #is(connected: boolean): void {
    this.isConnected = connected
    this.#handlers.changed?.()
  }

  #comeBack(): void {
    const { pauseMs } = this.#settings
    if (!pauseMs || this.#leaving || this.#comingBack) return
    this.#comingBack = true
    void (async () => {
      await delay(pauseMs())
      this.#comingBack = false
      if (!this.#socket) await this.connect().catch(() => this.#comeBack())
    })()
  }
}

import { LiveSocket } from '@ebook/clients/live-socket'
import { operations, type Json } from '@ebook/clients/people'
import type { Identity } from '@ebook/clients/caller'
import type { Circumstances } from './client.ts'

const LONGEST_PAUSE_MS = 400

/**
 * A client of the live dashboard as the documentation says that clients should be: it comes back behind its last
 * cursor, and begins anew with a snapshot when it is told to. It writes down every row that tells something new.
 */
export class Watcher {
  readonly name: string
  readonly #identity: Identity
  readonly #circumstances: Circumstances
  readonly #versions = new Map<string, number>()
  /** Of the rows since the last snapshot began: in it, each may come once more as it was. */
  #sinceSnapshot = new Set<string>()
  #cursor: string | undefined
  #socket: LiveSocket | undefined
  #leaving = false

  constructor(name: string, identity: Identity, circumstances: Circumstances) {
    this.name = name
    this.#identity = identity
    this.#circumstances = circumstances
    const { sub: member, role } = identity
    circumstances.recorder.record({
      kind: 'subscribed',
      at: now(),
      subscription: name,
      member,
      admin: role === 'ADMIN',
    })
  }

  async connect(): Promise<void> {
    const { entrance } = this.#circumstances
    const token = await entrance.token(this.#identity)
    if (this.#leaving || this.#socket) return
    if (this.#cursor === undefined) this.#sinceSnapshot = new Set()
    const socket: LiveSocket = new LiveSocket(
      entrance.url(),
      token,
      {
        query: operations.get('DashboardChanged') ?? '',
        operationName: 'DashboardChanged',
        variables: { snapshot: true },
        extensions: { resumeFrom: this.#cursor },
      },
      {
        subscribed: () => undefined,
        next: (payload) => this.#take(payload),
        error: (errors) => this.#refused(socket, errors),
        // The server has ended the operation, as it may when it stops: the rest is as after a cut.
        complete: () => this.#lose(socket),
        closed: () => this.#lose(socket),
        violation: (what) =>
          this.#circumstances.recorder.record({ kind: 'violation', at: now(), subscription: this.name, what }),
      },
    )
    this.#socket = socket
  }

  /** The connection breaks; it comes back. */
  cut(): void {
    this.#socket?.cut()
  }

  leave(): void {
    this.#leaving = true
    const socket = this.#socket
    this.#socket = undefined
    socket?.end()
  }

  #take(payload: Json): void {
    const { cursor } = payload.extensions ?? {}
    const row = payload.data?.dashboardChanged
    if (typeof cursor === 'string') this.#cursor = cursor
    if (!row) return
    const { rentalId, version, userId: owner } = row
    const again = !this.#sinceSnapshot.has(rentalId) && this.#versions.get(rentalId) === version
    this.#sinceSnapshot.add(rentalId)
    this.#versions.set(rentalId, version)
    if (again) return
    const { sub: member, role } = this.#identity
    const whose = { subscription: this.name, member, admin: role === 'ADMIN' }
    this.#circumstances.recorder.record({ kind: 'seen', at: now(), ...whose, rentalId, owner, version })
  }

  #refused(socket: LiveSocket, errors: Json[]): void {
    const { code, cursor } = errors[0]?.extensions ?? {}
    if (code === 'RESYNC_REQUIRED') this.#cursor = cursor
    else this.#cursor = cursor ?? this.#cursor
    this.#lose(socket)
    socket.end()
  }

  #lose(socket: LiveSocket): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    socket.cut()
    if (!this.#leaving) this.#comeBack()
  }

  #comeBack(): void {
    const pause = this.#circumstances.random.below(LONGEST_PAUSE_MS)
    setTimeout(() => void this.connect().catch(() => this.#comeBack()), pause)
  }
}

const now = () => new Date().toISOString()

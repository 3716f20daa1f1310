import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { decodeConsistency } from '@ebook/chassis/consistency'
import type { Place } from '../live/place.ts'
import type { LiveOptions } from '../live/upstream.ts'

export interface Change {
  readonly sequence: number
  readonly key: string
  readonly version: number
}

/** The event that it holds; it waits for no other. */
export const KNOWN = '01890a5d-ac96-774b-bcce-b302099a8057'

interface Operation {
  readonly socket: WebSocket
  readonly id: string
  readonly live: LiveOptions
  /** The last sequence that was sent. */
  read: number
}

/**
 * A live view as the dashboard keeps one, with as many replicas as wanted: each serves graphql-transport-ws on its own
 * port, may be behind the others, and may be cut off. Rows are `{ changed: { key, version } }`.
 */
export class FakeView {
  stream = '2026-01-01T00:00:00Z'
  readonly log: Change[] = []
  readonly replicas: FakeReplica[] = []

  /** Something happens to an entity; every replica that is not held back tells of it. */
  change(key: string): Change {
    const version = this.log.filter((change) => change.key === key).length + 1
    const change = { sequence: this.log.length + 1, key, version }
    this.log.push(change)
    for (const replica of this.replicas) replica.advance()
    return change
  }

  /** The newest version of every entity. */
  now(): ReadonlyMap<string, number> {
    return new Map(this.log.map(({ key, version }) => [key, version]))
  }
}

export class FakeReplica {
  readonly view: FakeView
  /** Every operation that was ever subscribed, as it came in. */
  readonly subscribed: { readonly live: LiveOptions; readonly authorization: string }[] = []
  /** True while it does not read on. */
  heldBack = false
  applied = 0
  /** True while it does not answer who wants an event that it does not hold. */
  waits = false
  /** True while it keeps its connections and answers nothing. */
  mute = false
  /** What it cannot bear to read in a message: then it closes the connection. */
  poison: string | undefined
  closeCode = 1009
  closed = 0
  /** Told how many bytes every message has. */
  onFrame: (bytes: number) => void = () => undefined
  readonly #operations = new Set<Operation>()
  #server: WebSocketServer | undefined
  #port = 0
  #watchers: (() => void)[] = []

  constructor(view: FakeView) {
    this.view = view
    this.applied = view.log.length
    view.replicas.push(this)
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`
  }

  get connections(): number {
    return this.#server?.clients.size ?? 0
  }

  get operations(): number {
    return this.#operations.size
  }

  async start(): Promise<this> {
    this.#server = new WebSocketServer({
      host: '127.0.0.1',
      port: this.#port,
      handleProtocols: () => 'graphql-transport-ws',
    })
    this.#server.on('connection', (socket) => this.#serve(socket))
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
    return this
  }

  /** Cuts every connection without a word; it can be connected to again. */
  cut(): void {
    for (const socket of this.#server?.clients ?? []) socket.terminate()
  }

  async stop(): Promise<void> {
    this.cut()
    const server = this.#server
    this.#server = undefined
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  advance(): void {
    if (this.heldBack || this.mute) return
    this.applied = this.view.log.length
    for (const operation of this.#operations) this.#tell(operation)
    this.#changed()
  }

  /** Ends every running operation with an error. */
  refuse(code: string, reason?: string): void {
    for (const operation of [...this.#operations]) this.#refuse(operation, code, reason)
  }

  async until(fact: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => void (fact() && resolve())
    this.#watchers.push(look)
    look()
    await promise
    this.#watchers = this.#watchers.filter((watcher) => watcher !== look)
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher()
  }

  #serve(socket: WebSocket): void {
    socket.on('message', (text: Buffer) => {
      this.onFrame(text.length)
      if (this.mute) return
      if (this.poison !== undefined && text.includes(this.poison)) {
        this.closed += 1
        this.#changed()
        return socket.close(this.closeCode)
      }
      const message = JSON.parse(String(text)) as { type: string; id: string; payload: { extensions: never } }
      if (message.type === 'connection_init') return send(socket, { type: 'connection_ack' })
      if (message.type === 'ping') return send(socket, { type: 'pong' })
      if (message.type === 'subscribe') this.#begin(socket, message.id, message.payload.extensions)
      if (message.type === 'complete') this.#end(socket, message.id)
    })
    socket.on('close', () => this.#end(socket))
  }

  #end(socket: WebSocket, id?: string): void {
    for (const operation of this.#operations) {
      if (operation.socket === socket && (id === undefined || operation.id === id)) this.#operations.delete(operation)
    }
    this.#changed()
  }

  #begin(socket: WebSocket, id: string, { live, authorization }: { live: LiveOptions; authorization: string }): void {
    this.subscribed.push({ live, authorization })
    const operation = { socket, id, live, read: this.applied }
    this.#operations.add(operation)
    const { begin, page } = live
    if (typeof begin === 'object' && begin.stream !== this.view.stream) {
      return this.#refuse(operation, 'RESYNC_REQUIRED', 'STREAM_REPLACED')
    }
    const behind = Math.max(live.notBefore?.sequence ?? 0, typeof begin === 'object' ? begin.sequence : 0)
    if (behind > this.applied) return this.#refuse(operation, 'VIEW_BEHIND')
    const isReached = live.consistency !== undefined && decodeConsistency(live.consistency).includes(KNOWN)
    if (this.waits && live.consistency !== undefined && !isReached) return this.#changed()
    const rows = begin === 'now' ? [] : this.#rows(begin)
    const most = page ?? rows.length
    for (const row of rows.slice(0, most)) this.#row(operation, row.change, row.place)
    const caughtUp = rows.length <= most
    const place = caughtUp ? this.#placeAt(this.applied) : rows[most - 1]?.place
    const consistencyReached = live.consistency === undefined ? {} : { consistencyReached: isReached }
    this.#next(operation, { data: null, extensions: { place, caughtUp, ...consistencyReached } })
    if (page !== undefined) {
      send(socket, { type: 'complete', id })
      this.#operations.delete(operation)
    }
    this.#changed()
  }

  #rows(begin: 'snapshot' | Place): { change: Change; place: Place }[] {
    const from = begin === 'snapshot' ? { ...this.#placeAt(this.applied), snapshotAfter: ['', ''] as const } : begin
    const { snapshotAfter, sequence, ...more } = from
    const applied = this.view.log.slice(0, this.applied)
    const snapshot = new Map(applied.slice(0, sequence).map((change) => [change.key, change]))
    const rest = snapshotAfter
      ? [...snapshot.values()].sort((a, b) => (a.key < b.key ? -1 : 1)).filter(({ key }) => key > snapshotAfter[1])
      : []
    const last = rest.length - 1
    return [
      ...rest.map((change, at) => ({
        change,
        place: { ...more, sequence, ...(at < last && { snapshotAfter: ['', change.key] as const }) },
      })),
      ...applied.slice(sequence).map((change) => ({ change, place: this.#placeAt(change.sequence) })),
    ]
  }

  #tell(operation: Operation): void {
    for (const change of this.view.log.slice(operation.read, this.applied)) {
      this.#row(operation, change, this.#placeAt(change.sequence))
    }
    operation.read = this.applied
  }

  #row(operation: Operation, { key, version }: Change, place: Place): void {
    this.#next(operation, { data: { changed: { key, version } }, extensions: { place, key, version } })
  }

  #next({ socket, id }: Operation, payload: object): void {
    send(socket, { type: 'next', id, payload })
  }

  #refuse(operation: Operation, code: string, reason?: string): void {
    this.#operations.delete(operation)
    const error = { message: `refused with ${code}`, extensions: { code, ...(reason !== undefined && { reason }) } }
    send(operation.socket, { type: 'error', id: operation.id, payload: [error] })
    this.#changed()
  }

  #placeAt(sequence: number): Place {
    return { stream: this.view.stream, sequence }
  }
}

function send(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message))
}

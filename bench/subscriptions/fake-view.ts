import { createServer } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { listening, type Served } from './listening.ts'

interface Operation {
  readonly socket: WebSocket
  readonly id: string
}

const STREAM = '2026-01-01T00:00:00.000Z'

/**
 * The dashboard's end of the wire as graphql-transport-ws, and as cheap as it can be: each member has one rental, and a
 * change of it is one message for the member's operation, with all that QUERY asks for. It refuses what would hide a loss: a second operation of the
 * same member, or one that begins anywhere but now.
 */
export class FakeView {
  readonly #operations = new Map<string, Operation>()
  /** By the operation's id. */
  readonly #members = new Map<string, string>()
  readonly #versions = new Map<string, number>()
  #sequence = 0
  #served: Served | undefined
  #problem: string | undefined

  async start(): Promise<this> {
    const server = createServer()
    new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' }).on('connection', (socket) =>
      this.#serve(socket),
    )
    this.#served = await listening(server)
    return this
  }

  get url(): string {
    return `${this.#served?.origin ?? ''}/graphql`
  }

  get operations(): number {
    return this.#operations.size
  }

  /** What must not have happened while it was measured. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Something happens to the member's rental. */
  change(member: string): void {
    const operation = this.#operations.get(member)
    if (operation === undefined) throw new Error(`nobody listens to ${member}`)
    const version = (this.#versions.get(member) ?? 0) + 1
    this.#versions.set(member, version)
    this.#sequence += 1
    const data = `{"dashboardChanged":${JSON.stringify(rowOf(member, version))}}`
    const place = `{"stream":"${STREAM}","sequence":${this.#sequence}}`
    const extensions = `{"place":${place},"key":"${rentalOf(member)}","version":${version}}`
    const { socket, id } = operation
    socket.send(`{"id":"${id}","type":"next","payload":{"data":${data},"extensions":${extensions}}}`)
  }

  versionOf(member: string): number {
    return this.#versions.get(member) ?? 0
  }

  async stop(): Promise<void> {
    await this.#served?.stop()
  }

  #serve(socket: WebSocket): void {
    socket.on('message', (text) => {
      const { type, id, payload } = JSON.parse(String(text)) as Message
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
      if (type === 'ping') socket.send('{"type":"pong"}')
      if (type === 'subscribe') this.#begin(socket, id, payload)
      if (type === 'complete') this.#end(id)
    })
    socket.on('close', () => {
      for (const operation of this.#operations.values()) if (operation.socket === socket) this.#end(operation.id)
    })
  }

  #begin(socket: WebSocket, id: string, { extensions }: Message['payload']): void {
    const member = subjectOf(extensions.authorization)
    if (this.#operations.has(member)) this.#problem ??= `a second operation for ${member}`
    if (extensions.live.begin !== 'now') this.#problem ??= `the router took up again what it had of ${member}`
    this.#operations.set(member, { socket, id })
    this.#members.set(id, member)
    const place = { stream: STREAM, sequence: this.#sequence }
    const mark = { data: null, extensions: { place, caughtUp: true } }
    socket.send(JSON.stringify({ id, type: 'next', payload: mark }))
  }

  #end(id: string): void {
    this.#operations.delete(this.#members.get(id) ?? '')
    this.#members.delete(id)
  }
}

interface Message {
  readonly type: string
  readonly id: string
  readonly payload: {
    readonly extensions: { readonly authorization: string; readonly live: { readonly begin: unknown } }
  }
}

/** Nothing is verified here: the router is what is measured. */
function subjectOf(authorization: string): string {
  const claims = Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(claims) as { sub: string }).sub
}

export function rentalOf(member: string): string {
  return `rental-of-${member}`
}

/** What it tells of a rental. */
export const QUERY =
  'subscription { dashboardChanged { rentalId version userId bookId title status paymentState points dueAt } }'

const rowOf = (userId: string, version: number) => ({
  ...{ rentalId: rentalOf(userId), version, userId, bookId: 'book-1', title: 'A Measured Title' },
  ...{ status: 'PAID', paymentState: 'PAID', points: 300, dueAt: null },
})

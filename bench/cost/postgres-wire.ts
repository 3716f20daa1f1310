import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** What went over PostgreSQL's wire. */
export interface WireCounts {
  /** As PostgreSQL sees them: a statement outside of a block is one too. */
  readonly transactions: number
  /** That were carried out, BEGIN and COMMIT among them. */
  readonly statements: number
  /** How often a client that waited for nothing sent something and began to wait. */
  readonly roundTrips: number
}

export interface PostgresWire {
  readonly counts: WireCounts
  /** The same database by way of here. */
  through(url: string): Promise<string>
  stop(): Promise<void>
}

const [QUERY, EXECUTE, SYNC, READY] = ['Q', 'E', 'S', 'Z'].map((letter) => letter.charCodeAt(0))
const [NO_TRANSACTION] = Buffer.from('I')

/** Stands between clients and PostgreSQL, unencrypted, and counts. Nothing of the clients has to know of it. */
export function openPostgresWire(): PostgresWire {
  const counts = { transactions: 0, statements: 0, roundTrips: 0 }
  const servers: Server[] = []
  const sockets = new Set<Socket>()

  const accept = (client: Socket, port: number) => {
    const server = connect(port, '127.0.0.1')
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    let waitingFor = 0
    let isOpen = false
    const sent = messages(4, (kind) => {
      if (kind === QUERY || kind === EXECUTE) counts.statements += 1
      if (kind !== QUERY && kind !== SYNC) return
      if (waitingFor === 0) counts.roundTrips += 1
      waitingFor += 1
    })
    const answered = messages(0, (kind, status) => {
      if (kind !== READY) return
      // The first is the greeting.
      if (isOpen && status === NO_TRANSACTION) counts.transactions += 1
      if (isOpen) waitingFor -= 1
      isOpen = true
    })
    client.on('data', sent).pipe(server)
    server.on('data', answered).pipe(client)
  }

  return {
    counts,
    async through(url) {
      const there = new URL(url)
      const port = Number(there.port)
      const server = createServer((client) => accept(client, port))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      servers.push(server)
      there.port = String((server.address() as AddressInfo).port)
      return there.href
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

/**
 * Tells each message's kind and the first byte behind its length, in whatever pieces it comes. The first of a client has
 * no kind but only a length (`untyped` bytes).
 */
function messages(untyped: number, take: (kind: number, first: number) => void): (chunk: Buffer) => void {
  let header: number[] = []
  let headerBytes = untyped === 0 ? 5 : untyped
  let kind = 0
  let rest = 0
  let isFirst = false
  return (chunk) => {
    for (let at = 0; at < chunk.length;) {
      if (rest > 0) {
        if (isFirst) take(kind, chunk[at] ?? 0)
        isFirst = false
        const taken = Math.min(rest, chunk.length - at)
        rest -= taken
        at += taken
        continue
      }
      header.push(chunk[at] ?? 0)
      at += 1
      if (header.length < headerBytes) continue
      const bytes = Buffer.from(header)
      rest = bytes.readUInt32BE(headerBytes - 4) - 4
      kind = headerBytes === 5 ? (bytes[0] ?? 0) : 0
      header = []
      headerBytes = 5
      isFirst = rest > 0
      if (!isFirst) take(kind, 0)
    }
  }
}

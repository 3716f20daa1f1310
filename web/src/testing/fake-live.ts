import type { Connect, Connection, Listener, Request } from '../live/connection.ts'

export interface FakeSocket {
  readonly url: string
  readonly token: string
  readonly request: Request
  readonly listener: Listener
  readonly renewed: string[]
  isClosed: boolean
}

/** Connections that a test speaks through; each is kept, the last is the open one. */
export class FakeLive {
  readonly sockets: FakeSocket[] = []
  /** Of those that follow holds, which the others do not. */
  readonly holdSockets: FakeSocket[] = []

  readonly connect: Connect = (url, token, request, listener): Connection => {
    const socket: FakeSocket = { url, token, request, listener, renewed: [], isClosed: false }
    const sockets = request.operationName === 'WatchMyHolds' ? this.holdSockets : this.sockets
    sockets.push(socket)
    return {
      renew: (next) => void socket.renewed.push(next),
      terminate: () => {
        socket.isClosed = true
      },
    }
  }

  get last(): FakeSocket {
    const last = this.sockets.at(-1)
    if (last === undefined) throw new Error('Nobody has connected.')
    return last
  }

  /** Says that rows have changed, each with a cursor of its own. */
  tell(...rows: readonly { readonly rentalId: string; readonly version: number }[]): void {
    for (const row of rows) {
      const cursor = `${row.rentalId}@${row.version}`
      this.last.listener.onAnswer({ data: { dashboardChanged: row }, extensions: { cursor } })
    }
  }

  /** The same of holds, once somebody follows them. */
  tellOfHolds(...rows: readonly { readonly holdId: string; readonly version: number }[]): void {
    const socket = this.holdSockets.at(-1)
    if (socket === undefined) throw new Error('Nobody follows holds.')
    for (const row of rows) {
      const cursor = `${row.holdId}@${row.version}`
      socket.listener.onAnswer({ data: { holdChanged: row }, extensions: { cursor } })
    }
  }
}

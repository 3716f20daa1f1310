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

  readonly connect: Connect = (url, token, request, listener): Connection => {
    const socket: FakeSocket = { url, token, request, listener, renewed: [], isClosed: false }
    this.sockets.push(socket)
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
}

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A process that serves /health/ready on its port of 127.0.0.1. */
export interface Backend {
  readonly name: string
  readonly port: number
}

interface Known {
  readonly backend: Backend
  ready: boolean
  watch?: Promise<void>
}

export interface Balancer {
  readonly port: number
  add(backend: Backend): void
  /** The names of those that new connections go to now. */
  ready(): string[]
  /** Ends every connection. */
  stop(): Promise<void>
}

/** At one that is not ready; it is to be taken in soon. */
const LOOK_MS = 100
/** At one that is: that it cannot be reached any more is found out by whoever is to be given to it. */
const LOOK_AGAIN_MS = 1_000
const PATIENCE_MS = 1_000

/**
 * Gives each new connection to the next backend that says it is ready, and to the one after it when that cannot be
 * reached. When none says so, all are tried: who is not ready still answers better than nobody, and one alone is not asked.
 * It knows no protocol; a connection stays where it is until one of its ends closes it.
 */
export async function startBalancer(port: number, backends: readonly Backend[]): Promise<Balancer> {
  const known: Known[] = backends.map((backend) => ({ backend, ready: false }))
  const open = new Set<Socket>()
  const stopping = new AbortController()
  let turn = 0

  const watch = async (one: Known) => {
    while (!stopping.signal.aborted) {
      one.ready = await isReady(one.backend.port)
      await delay(one.ready ? LOOK_AGAIN_MS : LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const watchAll = () => {
    if (known.length > 1) for (const one of known) one.watch ??= watch(one)
  }

  /** Beginning with the next in turn. */
  const candidates = (): Backend[] => {
    turn = (turn + 1) % known.length
    const inTurn = [...known.slice(turn), ...known.slice(0, turn)]
    return [...inTurn.filter(({ ready }) => ready), ...inTurn.filter(({ ready }) => !ready)].map(
      ({ backend }) => backend,
    )
  }

  const keep = (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.setNoDelay(true)
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    keep(client)
    client.on('error', () => client.destroy())
    void reach(candidates()).then((target) => {
      if (target === undefined) return client.resetAndDestroy()
      keep(target)
      join(client, target)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  watchAll()

  return {
    port: (server.address() as AddressInfo).port,
    add(backend) {
      known.push({ backend, ready: false })
      watchAll()
    },
    ready: () => known.filter(({ ready }) => ready || known.length === 1).map(({ backend }) => backend.name),
    async stop() {
      stopping.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      await Promise.all([closed, ...known.map(({ watch }) => watch)])
    },
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
      // A connection that is kept would be one more that a process has to close when it ends.
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

/** A connection to the first that accepts one. */
async function reach(backends: readonly Backend[]): Promise<Socket | undefined> {
  for (const { port } of backends) {
    const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    try {
      await once(target, 'connect')
      return target
    } catch {
      target.destroy()
    }
  }
  return undefined
}

/** What ends or breaks on one side does so on the other. */
function join(client: Socket, target: Socket): void {
  for (const [from, to] of [
    [client, target],
    [target, client],
  ] as const) {
    from.pipe(to)
    from.once('close', () => {
      if (!from.readableEnded) to.resetAndDestroy()
      else if (!to.writableEnded) to.end()
    })
    from.on('error', () => to.resetAndDestroy())
  }
  if (client.destroyed) target.destroy()
}

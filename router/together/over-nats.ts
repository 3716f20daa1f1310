import { Gauge } from 'prom-client'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import { every, type Timer } from '@ebook/chassis/timer'
import { closeNats, connectNats, type NatsConnection } from '@ebook/nats/connection'
import { listen } from '@ebook/nats/listen'
import type { Together } from './together.ts'

export interface NatsAccess {
  readonly url: string
  readonly user: string
  readonly password: string
}

/** The user `router` may speak and listen there, and nowhere else (nats/nats-server.conf). */
const SUBJECT = 'router.counts'
const EVERY_MS = 1_000

interface Surroundings {
  readonly registry: Registry
  readonly log: Logger
  /** How often each says what has changed. */
  readonly everyMs?: number
}

/**
 * Lets routers hear each other, as long as NATS is there: nothing waits for it, and without it each counts for itself.
 */
export function hearEachOther(
  together: Together,
  access: NatsAccess,
  { registry, log, everyMs = EVERY_MS }: Surroundings,
): { stop(): Promise<void> } {
  new Gauge({
    name: 'ebook_router_others_heard',
    help: 'Other routers with which limits are counted together',
    registers: [registry],
    collect() {
      this.set(together.others)
    },
  })
  let isOver = false
  let nats: NatsConnection | undefined
  let saying: Timer | undefined
  const converse = async () => {
    nats = await connectNats({ ...access, name: 'router', log })
    if (isOver) return closeNats(nats)
    const connection = nats
    listen(connection, SUBJECT, (message) => {
      try {
        together.hear(message.string())
      } catch (error) {
        log.error({ err: error }, 'what another router said cannot be read')
      }
    })
    const say = async () => {
      // Said while NATS is away, it would be heard much later.
      if (await isThere(connection)) for (const piece of together.say()) connection.publish(SUBJECT, piece)
    }
    saying = every(everyMs, 'tell-other-routers', say, log)
    saying.soon()
  }
  converse().catch((error: unknown) => {
    if (!isOver) log.error({ err: error }, 'from now on this router counts limits for itself')
  })
  return {
    async stop() {
      isOver = true
      // What it is at waits for the connection, which may be away for long.
      const stopped = saying?.stop()
      if (nats) await closeNats(nats)
      await stopped
    },
  }
}

const isThere = (nats: NatsConnection): Promise<boolean> =>
  nats.flush().then(
    () => true,
    () => false,
  )

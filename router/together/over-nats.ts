import { setTimeout as delay } from 'node:timers/promises'
import { Gauge } from 'prom-client'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
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
  const stopping = new AbortController()
  const { signal } = stopping
  let nats: NatsConnection | undefined
  const converse = async () => {
    nats = await connectNats({ ...access, name: 'router', log })
    listen(nats, SUBJECT, (message) => {
      try {
        together.hear(message.string())
      } catch (error) {
        log.error({ err: error }, 'what another router said cannot be read')
      }
    })
    while (!signal.aborted) {
      // Said while NATS is away, it would be heard much later.
      if ((await isThere(nats)) && !signal.aborted) for (const piece of together.say()) nats.publish(SUBJECT, piece)
      await delay(everyMs, undefined, { signal }).catch(() => undefined)
    }
    await closeNats(nats)
  }
  converse().catch((error: unknown) => {
    if (!signal.aborted) log.error({ err: error }, 'from now on this router counts limits for itself')
  })
  return {
    async stop() {
      stopping.abort()
      if (nats) await closeNats(nats)
    },
  }
}

const isThere = (nats: NatsConnection): Promise<boolean> =>
  nats.flush().then(
    () => true,
    () => false,
  )

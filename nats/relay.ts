import type { Logger } from 'pino'
import { Pace } from './pace.ts'
import { BATCH, Leadership, type RelayPass } from './relay-pass.ts'
import { inCompany, type Rest } from './rest.ts'
import type { RelayConnection } from './sql/relay-state.ts'

export interface RelaySettings extends RelayPass {
  readonly log: Logger
  /** A hint that something was committed; looking every two seconds is the truth behind it. */
  readonly hints: Rest
  /** The identity of the stream that was there at the last look; undefined when none was. */
  readonly stream: () => string | undefined
  readonly onPublished?: (events: number) => void
}

/** How often it looks without a hint, announces its newest position, and shows the database that it lives. */
const LOOK_MS = 2_000
/** A look that is due so soon is taken now: nobody wakes twice for it. */
const SOON_MS = 100
/** After so long it announces a newer one. */
const ANNOUNCE_MS = 1_000
/** So long what was acknowledged waits to be marked, for company in one commit. */
const MARK_MS = 250

/**
 * Publishes the outbox until the signal, as the one active relay of its subgraph: `client` is the connection that holds
 * the lease, and all its writing goes over it, under an epoch, so that one that was paused and wakes up changes nothing.
 *
 * It numbers the unnumbered rows densely in its own transaction (`where pos is null`, never a cursor over `seq`: that
 * lost 51 % of the events under 32 writers), publishes them, and marks what was acknowledged. A publish without an
 * acknowledgement is unknown: the row is sent again under the same id. Events of one aggregate are never under way
 * together, so their order holds even when one publish fails.
 */
export async function relay(settings: RelaySettings, client: RelayConnection, signal: AbortSignal): Promise<void> {
  const leadership = await Leadership.begin(settings, client)
  settings.log.info({ epoch: leadership.epoch }, 'leads the relay')
  signal.addEventListener('abort', () => settings.hints.hint(), { once: true })
  const pace = new Pace()
  let lookAt = 0
  while (!signal.aborted) {
    const began = performance.now()
    const { found, acknowledged, about } = await leadership.publishWaiting()
    if (acknowledged > 0) settings.onPublished?.(acknowledged)
    let more = found === BATCH && acknowledged > 0
    if (performance.now() + SOON_MS >= lookAt) {
      const stream = settings.stream()
      if (stream !== undefined) more = (await leadership.follow(stream)) || more
      leadership.announce()
      lookAt = performance.now() + inCompany(LOOK_MS)
    }
    if (more) continue
    if (found > 0) {
      lookAt = Math.min(lookAt, performance.now() + ANNOUNCE_MS)
      await pace.keep(about, began)
    }
    await settings.hints.atMost(Math.min(leadership.hasToMark ? MARK_MS : LOOK_MS, lookAt - performance.now()))
  }
  if (leadership.hasToMark) await leadership.mark()
}

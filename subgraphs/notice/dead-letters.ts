import type { NatsConnection } from '@ebook/nats/connection'
import { listenToDeadLetters, type DeadLetterNews } from '@ebook/nats/dead-letter-news'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { fetchConcerned } from './known.ts'
import { note } from './note.ts'
import type { NoticePorts } from './ports.ts'

type Ports = Pick<NoticePorts, 'db' | 'telling' | 'log'>

/** Tells the staff of events that a context could not handle: of new ones at most once an hour. */
export async function tellOfDeadLetters(ports: Ports, nats: NatsConnection): Promise<{ stop(): Promise<void> }> {
  const told = new Map<string, string>()
  let underway: Promise<void> = Promise.resolve()
  const tell = async ({ context, waiting: count, newest }: DeadLetterNews) => {
    const dedupe = `DEAD_LETTERS ${context} ${newest.toISOString().slice(0, 'YYYY-MM-DDTHH'.length)}`
    if (told.get(context) === dedupe) return
    await inUnitOfWork(ports.db, async (unit) => {
      await fetchConcerned(unit, [])
      const facts = { context, count }
      note(unit, ports.telling, { told: { kind: 'DEAD_LETTERS', facts }, userId: null, dedupe, at: unit.now })
    })
    told.set(context, dedupe)
  }
  // What fails now is said again in a minute.
  const failed = (error: unknown) => ports.log.warn({ err: error }, 'the staff was not told of dead letters')
  const listening = listenToDeadLetters(nats, (news) => {
    underway = underway.then(() => tell(news)).catch(failed)
  })
  return {
    async stop() {
      listening.stop()
      await underway
    },
  }
}

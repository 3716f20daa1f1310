import type { Kysely } from 'kysely'
import type { NatsConnection } from 'nats'
import { z } from 'zod'
import { listen, type Listening } from './listen.ts'
import { readJson } from './read-json.ts'
import { listDeadLetters } from './sql/dead-letters.ts'
import type { MessagingTables } from './tables.ts'

const News = z.object({ waiting: z.int().positive(), newest: z.iso.datetime() })

/** How many dead letters of a context wait to be replayed, and when the newest of them failed first. */
export interface DeadLetterNews {
  readonly context: string
  readonly waiting: number
  readonly newest: Date
}

/** Says how many dead letters wait, if any do. Whoever is to alert people hears it again and again, so no time is lost for good. */
export async function tellDeadLetters(
  nats: Pick<NatsConnection, 'publish'>,
  context: string,
  db: Kysely<MessagingTables>,
): Promise<void> {
  const { letters, total } = await listDeadLetters(db, context, { limit: 1, status: 'DEAD' })
  const [newest] = letters
  if (newest === undefined) return
  nats.publish(subjectOf(context), JSON.stringify({ waiting: total, newest: newest.first_failed_at }))
}

/** Hears it of all contexts. The server lets a context speak on its own subject only. */
export function listenToDeadLetters(nats: NatsConnection, take: (news: DeadLetterNews) => void): Listening {
  return listen(nats, subjectOf('*'), ({ subject, data, headers, reply }) => {
    const news = headers || reply ? undefined : News.safeParse(readJson(data)).data
    const [, context] = subject.split('.')
    if (news !== undefined && context !== undefined) take({ context, ...news, newest: new Date(news.newest) })
  })
}

const subjectOf = (context: string): string => `relay.${context}.deadLetters`

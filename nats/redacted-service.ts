import type { Kysely } from 'kysely'
import type { NatsConnection } from 'nats'
import { z } from 'zod'
import { call, serve } from './service.ts'
import { notePurged, staleSubjects } from './sql/redact-outbox.ts'
import type { MessagingTables } from './tables.ts'

const ENDPOINT = 'redacted'
const ANSWER_TIMEOUT_MS = 10_000
const AT_ONCE = 500

const Request = z.discriminatedUnion('do', [
  z.object({ do: z.literal('list') }),
  z.object({ do: z.literal('purged'), eventIds: z.array(z.uuid()).max(AT_ONCE) }),
])
const Answer = z.object({ subjects: z.array(z.object({ subject: z.string(), eventIds: z.array(z.uuid()) })) })
const ANSWERED = { timeoutMs: ANSWER_TIMEOUT_MS, response: Answer }
export type StaleSubjects = z.infer<typeof Answer>['subjects']

/** Tells whoever may free the stream of what it says too much of, and is told when that is done. */
export async function serveRedacted(
  nats: NatsConnection,
  context: string,
  db: Kysely<MessagingTables>,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  return serve(
    nats,
    {
      context,
      endpoint: ENDPOINT,
      callers: ['ops'],
      request: Request,
      async handle(request) {
        if (request.do === 'purged') await notePurged(db, request.eventIds)
        return { subjects: request.do === 'list' ? await staleSubjects(db, AT_ONCE) : [] }
      },
    },
    onError,
  )
}

/** Throws what `call` throws. */
export async function askStaleSubjects(nats: NatsConnection, context: string): Promise<StaleSubjects> {
  return (await call(nats, context, ENDPOINT, { do: 'list' }, ANSWERED)).subjects
}

/** Throws what `call` throws. */
export async function sayPurged(nats: NatsConnection, context: string, eventIds: readonly string[]): Promise<void> {
  await call(nats, context, ENDPOINT, { do: 'purged', eventIds }, ANSWERED)
}

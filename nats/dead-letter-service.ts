import type { NatsConnection } from 'nats'
import { z } from 'zod'
import { listDeadLetters } from './dead-letters.ts'
import type { Inbox } from './policy.ts'
import { replayDeadLetter } from './replay.ts'
import { call, serve } from './service.ts'

const ENDPOINT = 'deadLetters'
// A replay runs a policy: give it as long as a statement may take.
const ANSWER_TIMEOUT_MS = 20_000

const Request = z.discriminatedUnion('do', [
  z.object({ do: z.literal('list'), limit: z.int().min(1).max(100) }),
  z.object({ do: z.literal('replay'), id: z.uuid() }),
])

const Letter = z.object({
  id: z.string(),
  consumer: z.string(),
  event_id: z.string().nullable(),
  event_type: z.string().nullable(),
  payload: z.string(),
  error: z.string(),
  attempts: z.int(),
  status: z.enum(['DEAD', 'REPLAYED']),
  first_failed_at: z.iso.datetime(),
})
const Listed = z.object({ letters: z.array(Letter) })
const Replayed = z.object({ kind: z.string(), reason: z.string().optional() })

/** Lists and replays dead letters in the process that has the policies. */
export async function serveDeadLetters(
  nats: NatsConnection,
  inbox: Inbox,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  return serve(
    nats,
    {
      context: inbox.consumer,
      endpoint: ENDPOINT,
      description: `the dead letters of ${inbox.consumer}`,
      request: Request,
      handle: async (request) =>
        request.do === 'list'
          ? { letters: await listDeadLetters(inbox, request.limit) }
          : await replayDeadLetter(inbox, request.id),
    },
    onError,
  )
}

/** The newest dead letters of one consumer. Throws what `call` throws. */
export async function askDeadLetters(
  nats: NatsConnection,
  consumer: string,
  limit: number,
): Promise<z.infer<typeof Listed>['letters']> {
  const { letters } = await call(
    nats,
    consumer,
    ENDPOINT,
    { do: 'list', limit },
    { timeoutMs: ANSWER_TIMEOUT_MS, response: Listed },
  )
  return letters
}

/** Handles one dead letter once more; harmless when it was before. Throws what `call` throws. */
export async function askReplay(nats: NatsConnection, consumer: string, id: string): Promise<z.infer<typeof Replayed>> {
  return call(nats, consumer, ENDPOINT, { do: 'replay', id }, { timeoutMs: ANSWER_TIMEOUT_MS, response: Replayed })
}

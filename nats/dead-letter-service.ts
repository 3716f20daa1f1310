import type { NatsConnection } from 'nats'
import { z } from 'zod'
import type { Inbox } from './policy.ts'
import { replayDeadLetter } from './replay.ts'
import { call, serve } from './service.ts'
import { findDeadLetter, listDeadLetters, type WantedLetters } from './sql/dead-letters.ts'

const ENDPOINT = 'deadLetters'
// A replay runs a policy: give it as long as a statement may take.
const ANSWER_TIMEOUT_MS = 20_000

const Status = z.enum(['DEAD', 'REPLAYED'])

const Request = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('list'),
    // A page of 100, and one more that tells whether another page follows.
    limit: z.int().min(1).max(101),
    before: z.uuid().optional(),
    status: Status.optional(),
  }),
  z.object({ do: z.literal('replay'), id: z.uuid() }),
])

const Letter = z.object({
  id: z.string(),
  consumer: z.string(),
  event_id: z.string().nullable(),
  event_type: z.string().nullable(),
  error: z.string(),
  attempts: z.int(),
  status: Status,
  first_failed_at: z.iso.datetime(),
  replayed_at: z.iso.datetime().nullable(),
})
/** A dead letter as it travels: its instants are ISO 8601. */
export type SentLetter = z.infer<typeof Letter>

const Listed = z.object({ letters: z.array(Letter), total: z.int() })
const Replayed = z.object({
  kind: z.enum(['replayed', 'already replayed', 'not found', 'unreadable', 'too early', 'failed again']),
  reason: z.string().optional(),
  /** As it stands afterwards. */
  letter: Letter.optional(),
})
export type SentReplay = z.infer<typeof Replayed>

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
      // What librarians ask for through the API, and people with their tools.
      callers: ['dashboard', 'ops'],
      request: Request,
      handle: async (request) =>
        request.do === 'list'
          ? await listDeadLetters(inbox.db, inbox.consumer, request)
          : {
              ...(await replayDeadLetter(inbox, request.id)),
              letter: await findDeadLetter(inbox.db, inbox.consumer, request.id),
            },
    },
    onError,
  )
}

interface Patience {
  /** 20 s if not given. */
  readonly timeoutMs?: number
}

/** The newest dead letters of one consumer. Throws what `call` throws. */
export async function askDeadLetters(
  nats: NatsConnection,
  consumer: string,
  wanted: WantedLetters,
  { timeoutMs = ANSWER_TIMEOUT_MS }: Patience = {},
): Promise<{ letters: SentLetter[]; total: number }> {
  return call(nats, consumer, ENDPOINT, { do: 'list', ...wanted }, { timeoutMs, response: Listed })
}

/** Handles one dead letter once more; harmless when it was before. Throws what `call` throws. */
export async function askReplay(
  nats: NatsConnection,
  consumer: string,
  id: string,
  { timeoutMs = ANSWER_TIMEOUT_MS }: Patience = {},
): Promise<SentReplay> {
  return call(nats, consumer, ENDPOINT, { do: 'replay', id }, { timeoutMs, response: Replayed })
}

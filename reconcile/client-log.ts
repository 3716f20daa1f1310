import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const at = z.iso.datetime()
const version = z.int().nonnegative()

/** A call of a client. `unknown`: it never heard what came of it. */
const Call = z.object({
  kind: z.literal('call'),
  at,
  member: z.string(),
  operation: z.string(),
  /** The idempotency key of a request for a rental. */
  key: z.string().nullable(),
  /** The title that was requested: with another one under the same key a request is no repetition. */
  bookId: z.string().nullable(),
  /** What the call was about, or what the answer named. */
  rentalId: z.string().nullable(),
  outcome: z.enum(['ok', 'failed', 'unknown']),
  /** Of a decision: whether the answer said that this call made it, and not an earlier one. */
  won: z.boolean().optional(),
  /** Of the userErrors. */
  codes: z.array(z.string()),
  /** The HTTP status; null when none came. */
  status: z.int().nullable(),
  /** Of an answer with a status from 500 on. */
  body: z.string().optional(),
})
export type Call = z.infer<typeof Call>

/** A subscription to all that the member, or the librarian, may see was begun. */
const Subscribed = z.object({
  kind: z.literal('subscribed'),
  at,
  subscription: z.string(),
  member: z.string(),
  admin: z.boolean(),
})

/** A row that a subscription brought. Its name is kept across reconnects. */
const Seen = z.object({
  kind: z.literal('seen'),
  at,
  subscription: z.string(),
  member: z.string(),
  admin: z.boolean(),
  rentalId: z.string(),
  owner: z.string(),
  version,
})

/** What a subscription brought that its protocol forbids. */
const Violation = z.object({ kind: z.literal('violation'), at, subscription: z.string(), what: z.string() })

/**
 * A member read a rental behind what they had written about it, and was told that it is in there: what they wrote, and the
 * state that they read; null: it was not there.
 */
const Read = z.object({
  kind: z.literal('read'),
  at,
  member: z.string(),
  rentalId: z.string(),
  wrote: z.enum(['requested', 'ended']),
  status: z.string().nullable(),
})

/** A line of a process' log that says that nobody caught something. */
const Uncaught = z.object({ kind: z.literal('uncaught'), at, process: z.string(), line: z.string() })

/** A figure before the faults and after them, and how much it may have grown. */
const Figure = z.object({
  kind: z.literal('figure'),
  process: z.string(),
  name: z.string(),
  base: z.number(),
  end: z.number(),
  mayGrowBy: z.number(),
})

/** How long it took until nothing was under way any more; null: it never came to that. */
const Drained = z.object({ kind: z.literal('drained'), tookMs: z.number().nullable(), boundMs: z.number() })

/** An attacker got what nobody should get. */
const Breach = z.object({ kind: z.literal('breach'), at, attacker: z.string(), what: z.string() })

/** How long members waited for their answers, without attackers and with them: 99 of 100 no longer than so many ms. */
const Pace = z.object({
  kind: z.literal('pace'),
  attempts: z.int().nonnegative(),
  without: z.object({ answers: z.int().nonnegative(), p99: z.number() }),
  under: z.object({ answers: z.int().nonnegative(), p99: z.number() }),
})

const Entry = z.discriminatedUnion('kind', [
  Call,
  Subscribed,
  Seen,
  Violation,
  Read,
  Uncaught,
  Figure,
  Drained,
  Breach,
  Pace,
])
export type Entry = z.infer<typeof Entry>
export type ClientLog = readonly Entry[]

/** The client log cannot be read; the message says where. */
export class UnusableClientLog extends Error {
  override readonly name = 'UnusableClientLog'
}

/** One JSON object a line. Throws UnusableClientLog. */
export async function readClientLog(path: string): Promise<ClientLog> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UnusableClientLog(`the client log cannot be read: ${String(error)}`, { cause: error })
  })
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [Entry.parse(JSON.parse(line))]
    } catch (error) {
      throw new UnusableClientLog(`${path}, line ${index + 1} is no entry of a client log: ${String(error)}`, {
        cause: error,
      })
    }
  })
}

/** The entries of one kind. */
export function entriesOf<Kind extends Entry['kind']>(log: ClientLog, kind: Kind): Extract<Entry, { kind: Kind }>[] {
  return log.filter((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind)
}

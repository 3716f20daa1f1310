import { bulkhead, isBulkheadRejectedError } from 'cockatiel'
import { GraphQLError } from 'graphql'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { RequestContext } from '@ebook/chassis/request'
import type { BookDatabase } from '../database.ts'

/** Reads what may take long, for whoever asks. Throws RATE_LIMITED when there are too many, or it took too long. */
export type ReadingRoom = <Value>(
  context: Pick<RequestContext, 'viewer'>,
  read: (tx: Transaction<BookDatabase>) => Promise<Value>,
) => Promise<Value>

/**
 * Who is not signed in reads at few places, together, and not for long: however many they are, the database has the rest
 * of its time for members.
 */
export function openReadingRoom(db: Kysely<BookDatabase>): ReadingRoom {
  const strangers = { places: bulkhead(3, 60), patienceMs: 1_000 }
  const known = { places: bulkhead(8, 60), patienceMs: 3_000 }
  return async (context, read) => {
    const { places, patienceMs } = context.viewer === undefined ? strangers : known
    try {
      return await places.execute(() =>
        db
          .transaction()
          .setAccessMode('read only')
          .execute(async (tx) => {
            await bounded(tx, patienceMs)
            return read(tx)
          }),
      )
    } catch (error) {
      if (isBulkheadRejectedError(error) || isTooLong(error)) throw busy(error)
      throw error
    }
  }
}

/**
 * Each statement is planned for its own words: how many titles have one differs by thousands. A scan of a whole table
 * grows with the catalogue, and is what a planner takes for a word that is everywhere. What a frequent word finds is joined
 * as a whole, which the statements of a few rows never are (chassis/database.ts).
 */
export async function bounded(tx: Transaction<BookDatabase>, patienceMs: number): Promise<void> {
  await sql`
    select set_config('statement_timeout', ${String(patienceMs)}, true),
      set_config('plan_cache_mode', 'force_custom_plan', true),
      set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
      set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true)`.execute(tx)
}

function isTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014'
}

function busy(cause: unknown): GraphQLError {
  return new GraphQLError('Too many look into the catalogue just now; try again in a moment.', {
    originalError: cause instanceof Error ? cause : undefined,
    extensions: { code: 'RATE_LIMITED', retryAfter: 1 },
  })
}

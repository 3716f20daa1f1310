import type { Transaction } from 'kysely'
import type { RentDatabase } from './database.ts'

/** What a member asks for under a key of theirs. */
export interface MemberRequest {
  readonly userId: string
  readonly key: string
  readonly bookId: string
  readonly expectedFee: number | undefined
}

/** What has to be the same for two requests to be the same one. */
function fingerprintOf({ bookId, expectedFee }: MemberRequest): string {
  return JSON.stringify([bookId, expectedFee ?? null])
}

/**
 * What became of an earlier request under this key (rule G7): `same` is false when it asked for something else.
 * Call it under the member's lock. A refused request left nothing behind and may be made again.
 */
export async function findRequest(
  tx: Transaction<RentDatabase>,
  request: MemberRequest,
): Promise<{ readonly rentalId: string; readonly same: boolean } | undefined> {
  const row = await tx
    .selectFrom('idempotency_key')
    .select(['fingerprint', 'rental_id'])
    .where('user_id', '=', request.userId)
    .where('key', '=', request.key)
    .executeTakeFirst()
  return row && { rentalId: row.rental_id, same: row.fingerprint === fingerprintOf(request) }
}

export async function keepRequest(
  tx: Transaction<RentDatabase>,
  request: MemberRequest,
  rentalId: string,
): Promise<void> {
  await tx
    .insertInto('idempotency_key')
    .values({
      user_id: request.userId,
      key: request.key,
      fingerprint: fingerprintOf(request),
      rental_id: rentalId,
    })
    .execute()
}

/** The database's backstop: a second open rental of one title for one member. */
export function isSecondOpenRental(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'rental_open_title'
}

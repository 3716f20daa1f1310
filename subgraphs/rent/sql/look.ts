import { sql, type Kysely } from 'kysely'
import type { LookTable, RentDatabase } from '../database.ts'

export interface NewLook {
  readonly id: string
  readonly userId: string
  readonly lookedBy: string
  readonly kind: Exclude<LookTable['kind'], 'ERASURE'>
  /** Empty where none is asked for. */
  readonly reason: string
}

/**
 * The same within an hour is one. Of somebody of whom nothing is kept there is nothing to see: who looks leaves nothing
 * behind either, and who is erased at the same moment is erased after it, with it, or before it.
 */
export async function noteLook(db: Kysely<RentDatabase>, look: NewLook): Promise<void> {
  const { id, userId, lookedBy, kind, reason } = look
  await sql`
    with seen as materialized (select user_id from member where user_id = ${userId} for key share)
    insert into look (id, user_id, looked_by, kind, reason)
    select ${id}::uuid, user_id, ${lookedBy}, ${kind}, ${reason} from seen
    on conflict do nothing`.execute(db)
}

/** Who has erased somebody, who is called so from then on. */
export async function noteErasure(
  db: Kysely<RentDatabase>,
  erasure: { readonly id: string; readonly pseudonym: string; readonly by: string; readonly asked: string },
): Promise<void> {
  const { id, pseudonym, by, asked } = erasure
  await db
    .insertInto('look')
    .values({ id, user_id: pseudonym, looked_by: by, kind: 'ERASURE', reason: asked })
    .execute()
}

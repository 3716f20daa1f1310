import { sql, type Kysely } from 'kysely'
import type { PaymentDatabase } from '../database.ts'
import type { Hint } from '../provider/provider.ts'

const KEY = /^pay:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
/** Longer than any provider sends one again. */
const KEPT = '30 days'

/**
 * Has the charge looked at that a message is about, once for a message: its payment's task is due at once, whatever it
 * waited for. `paymentId` is undefined when there is nothing to look at.
 */
export async function takeHint(
  db: Kysely<PaymentDatabase>,
  { id, about }: Hint,
): Promise<{ readonly isNew: boolean; readonly paymentId: string | undefined }> {
  const named = 'ref' in about ? sql`action_ref = ${about.ref}` : sql`id = ${KEY.exec(about.key)?.[1] ?? null}::uuid`
  const { rows } = await sql<{ is_new: boolean; payment_id: string | null }>`
    with heard as (
      insert into webhook (id) values (${id}) on conflict (id) do nothing returning id
    ), forgotten as (
      delete from webhook where at < now() - ${KEPT}::interval
    ), due as (
      update payment_task set due_at = now(), hinted = true
      where kind in ('CHARGE', 'SPEND', 'ACTION') and exists (select from heard)
        and payment_id = (select payment.id from payment where ${named})
      returning payment_id
    )
    select exists (select from heard) as is_new, (select payment_id from due) as payment_id`.execute(db)
  return { isNew: rows[0]?.is_new ?? false, paymentId: rows[0]?.payment_id ?? undefined }
}

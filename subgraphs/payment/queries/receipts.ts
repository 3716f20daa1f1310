import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type PageArguments } from '@ebook/chassis/relay-connection'
import type { PaymentDatabase } from '../database.ts'
import type { Receipt, ReceiptConnection } from '../generated/resolvers.ts'

const Key = z.tuple([z.iso.date(), z.uuid()])

/** What the books keep of what a member paid, when for what is not known any more; the newest day first. */
export async function readReceipts(
  db: Kysely<PaymentDatabase>,
  userId: string,
  args: PageArguments,
): Promise<ReceiptConnection> {
  const page = pageOf(args, Key)
  const [day, id] = page.after ?? []
  const [{ rows }, { rows: counted }] = await Promise.all([
    sql<Receipt>`
      select id, method, rental_fee as "rentalFee", charged_amount as "chargedAmount",
        refunded_amount as "refundedAmount", points_used as "pointsUsed", points_returned as "pointsReturned",
        paid_on::text as "paidOn", refunded_on::text as "refundedOn"
      from receipt where user_id = ${userId}
        and (${day ?? null}::date is null or (paid_on, id) < (${day ?? null}::date, ${id ?? null}::uuid))
      order by paid_on desc, id desc limit ${page.first + 1}`.execute(db),
    sql<{ total: number }>`select count(*)::int as total from receipt where user_id = ${userId}`.execute(db),
  ])
  return connectionOf<Receipt>(rows, page, ({ id, paidOn }) => [paidOn, id], counted[0]?.total ?? 0)
}

import type { Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type PageArguments } from '@ebook/chassis/relay-connection'
import type { RentDatabase } from '../database.ts'
import type { Look, LookConnection } from '../generated/resolvers.ts'

const Key = z.tuple([z.string().regex(/^[1-9]\d{0,17}$/)])

/** Who of the library looked at what is kept of a member, and why; newest first. */
export async function readLooks(
  db: Kysely<RentDatabase>,
  userId: string,
  args: PageArguments,
): Promise<LookConnection> {
  const page = pageOf(args, Key)
  const looks = db.selectFrom('look').where('user_id', '=', userId).where('kind', '<>', 'ERASURE')
  const newest = looks
    .select(['seq', 'id', 'kind', 'reason', 'looked_by as lookedBy', 'at as lookedDate'])
    .orderBy('seq', 'desc')
    .limit(page.first + 1)
  const [rows, { total }] = await Promise.all([
    (page.after ? newest.where('seq', '<', page.after[0]) : newest).execute(),
    looks.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
  ])
  const nodes = rows.map(
    ({ reason, ...row }) => ({ ...row, reason: reason === '' ? null : reason }) as Look & { seq: string },
  )
  return connectionOf<Look & { seq: string }>(nodes, page, ({ seq }) => [seq], Number(total))
}

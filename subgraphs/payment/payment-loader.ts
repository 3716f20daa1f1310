import DataLoader from 'dataloader'
import { z } from 'zod'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { LedgerLine } from './generated/resolvers.ts'
import type { PaymentPorts } from './ports.ts'
import { readLedgers, readPayments, type PaymentView } from './queries/payment.ts'

export interface Loaders {
  /** What the viewer may see of a payment; undefined when there is none to see, or the id is none. */
  readonly payment: DataLoader<string, PaymentView | undefined>
  /** Of payments that came from `payment`. */
  readonly ledger: DataLoader<string, LedgerLine[]>
}

const Id = z.uuid().transform((id) => id.toLowerCase())

/** For one request: whatever it asks for at once is one statement, with ownership in it. */
export function createLoaders({ db }: Pick<PaymentPorts, 'db'>, context: Pick<RequestContext, 'viewer'>): Loaders {
  return {
    payment: new DataLoader(async (ids) => {
      const { sub: userId, roles } = requireRole(context, 'MEMBER', 'ADMIN')
      const wanted = ids.map((id) => Id.safeParse(id).data)
      const visible = roles.includes('ADMIN') ? 'all' : { userId }
      const payments = await readPayments(
        db,
        wanted.filter((id) => id !== undefined),
        visible,
        userId,
      )
      const byId = new Map(payments.map((payment) => [payment.id, payment]))
      return wanted.map((id) => (id === undefined ? undefined : byId.get(id)))
    }),
    ledger: new DataLoader(async (ids) => {
      const ledgers = await readLedgers(db, ids)
      return ids.map((id) => ledgers.get(id) ?? [])
    }),
  }
}

import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { Resolvers } from './generated/resolvers.ts'
import { completePayment } from './mutations/complete-payment.ts'
import { refundPayment } from './mutations/refund-payment.ts'
import { retryRefund } from './mutations/retry-refund.ts'
import type { Loaders } from './payment-loader.ts'
import type { PaymentPorts } from './ports.ts'
import { readReceipts } from './queries/receipts.ts'

type Context = RequestContext<Loaders>

export const resolvers = (ports: PaymentPorts) =>
  ({
    Query: {
      payment: (_, { id }, context) => visible(id, context),
      myReceipts: (_, args, context) => readReceipts(ports.db, requireRole(context, 'MEMBER').sub, args),
    },
    Mutation: {
      completePayment: (_, { input }, context) => completePayment(ports, input, context),
      refundPayment: (_, { input }, context) => refundPayment(ports, input, context),
      retryRefund: (_, { input }, context) => retryRefund(ports, input, context),
    },
    Payment: {
      __resolveReference: ({ id }, context) => visible(id, context),
      ledger: ({ id }, _, context) => context.loaders.ledger.load(id),
    },
  }) satisfies Resolvers<Context>

/** The member's own payment, any for ADMIN; undefined when there is none to see. */
function visible(id: string, context: Context) {
  requireRole(context, 'MEMBER', 'ADMIN')
  return context.loaders.payment.load(id)
}

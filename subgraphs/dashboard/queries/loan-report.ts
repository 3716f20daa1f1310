import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { readLoansByDay, readLoansByTitle } from '../figures/read-loans.ts'
import { bucketsOf } from '../figures/time-buckets.ts'
import type { QueryLoanReportArgs } from '../generated/resolvers.ts'
import type { View } from '../subscriptions/view.ts'
import { asOf } from './as-of.ts'
import { awaitWritten } from './await-written.ts'
import { spanOf, unusable } from './span-of.ts'

const MOST_TITLES = 1_000

export const loanReport = (view: View) => async (_: unknown, args: QueryLoanReportArgs, context: RequestContext) => {
  requireRole(context, 'ADMIN')
  const first = args.first ?? 100
  if (first < 1 || first > MOST_TITLES) {
    throw unusable('first', `\`first\` is ${first}; expected 1 to ${MOST_TITLES}.`)
  }
  const days = bucketsOf(spanOf({ ...args, step: 'DAY' }))
  await awaitWritten(view, context)
  return view.file.read.transaction().execute(async (tx) => ({
    asOf: await asOf(tx),
    ...(await readLoansByTitle(tx, days, first)),
    days: await readLoansByDay(tx, days),
  }))
}

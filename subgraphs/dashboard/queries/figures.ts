import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { readFigures } from '../figures/read-figures.ts'
import { bucketsOf } from '../figures/time-buckets.ts'
import type { QueryFiguresArgs } from '../generated/resolvers.ts'
import type { View } from '../subscriptions/view.ts'
import { asOf } from './as-of.ts'
import { awaitWritten } from './await-written.ts'
import { spanOf } from './span-of.ts'

/** Of GraphQL's Int. What is more would take the whole answer away. */
const GREATEST_INT = 2 ** 31 - 1

export const figures = (view: View) => async (_: unknown, args: QueryFiguresArgs, context: RequestContext) => {
  requireRole(context, 'ADMIN')
  const buckets = bucketsOf(spanOf(args))
  await awaitWritten(view, context)
  return view.file.read.transaction().execute(async (tx) => {
    const values = await readFigures(tx, buckets)
    const points = buckets.flatMap((bucket, index) => {
      const value = values[index]
      return value ? [{ ...bucket, ...value, points: Math.min(value.points, GREATEST_INT) }] : []
    })
    return { asOf: await asOf(tx), points }
  })
}

import { GraphQLError } from 'graphql'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { readFigures } from '../figures/read-figures.ts'
import { bucketsOf, countOf, UnknownTimeZone, Zone } from '../figures/time-buckets.ts'
import type { QueryFiguresArgs } from '../generated/resolvers.ts'
import type { View } from '../subscriptions/view.ts'
import { asOf } from './as-of.ts'
import { awaitWritten } from './await-written.ts'

const MOST_POINTS = 400
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

function spanOf(args: QueryFiguresArgs) {
  const [from, to] = [Date.parse(args.from), Date.parse(args.to)]
  const step = args.step ?? 'DAY'
  if (from >= to) throw unusable('to', `\`to\` is ${args.to}; expected an instant after \`from\`.`)
  const count = countOf({ from, to, step })
  if (count > MOST_POINTS) {
    throw unusable('to', `From \`from\` to \`to\` are ${count} points of ${step}; expected ${MOST_POINTS} at most.`)
  }
  return { from, to, step, zone: zoneOf(args.timeZone ?? 'UTC') }
}

function zoneOf(name: string): Zone {
  try {
    return new Zone(name)
  } catch (error) {
    if (!(error instanceof UnknownTimeZone)) throw error
    throw unusable('timeZone', `\`timeZone\` is ${name}; expected an IANA time zone, as Asia/Seoul.`)
  }
}

function unusable(argumentName: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argumentName } })
}

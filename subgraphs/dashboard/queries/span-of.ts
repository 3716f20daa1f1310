import { GraphQLError } from 'graphql'
import { countOf, UnknownTimeZone, Zone, type Span } from '../figures/time-buckets.ts'
import type { FigureStep } from '../generated/resolvers.ts'

const MOST_POINTS = 400

interface Asked {
  readonly from: string
  readonly to: string
  readonly step?: FigureStep | null | undefined
  readonly timeZone?: string | null | undefined
}

/** The span that was asked for. Throws BAD_USER_INPUT for one that cannot be, or is too long. */
export function spanOf(args: Asked): Span {
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

export function unusable(argumentName: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argumentName } })
}

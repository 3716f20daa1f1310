import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'

const instantWithZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** An instant: out as UTC with milliseconds, in as ISO 8601 with a zone, made UTC with milliseconds. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize(value) {
    const instant = value instanceof Date ? value : typeof value === 'string' ? instantOf(value) : undefined
    // Not a GraphQLError: what we cannot write down is our bug, to be masked and logged.
    if (instant === undefined || Number.isNaN(instant.getTime()))
      throw new TypeError(`DateTime cannot be written: ${String(value)}`)
    return instant.toISOString()
  },
  parseValue: (value) => read(value),
  parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
})

function read(value: unknown): string {
  const instant = typeof value === 'string' ? instantOf(value) : undefined
  if (instant !== undefined) return instant.toISOString()
  throw new GraphQLError('DateTime wants an ISO 8601 instant with a zone, such as 2026-11-21T01:58:43.000Z.', {
    extensions: { code: 'BAD_USER_INPUT' },
  })
}

/** Others read years of four digits, and PostgreSQL knows none before the first; a zone may lead out of them. */
function hasYear(instant: Date): boolean {
  const year = instant.getUTCFullYear()
  return year >= 1 && year <= 9_999
}

function instantOf(text: string): Date | undefined {
  if (!instantWithZone.test(text)) return undefined
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) return undefined
  // JavaScript reads 30 February as 2 March: a day that does not exist is refused instead.
  const [year, month, day] = text.slice(0, 10).split('-').map(Number)
  const lastDay = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate()
  return (day ?? 0) <= lastDay && hasYear(instant) ? instant : undefined
}

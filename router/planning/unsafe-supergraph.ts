import { GraphQLError } from 'graphql'

/** The supergraph must not be served; the message has one line per problem. */
export class UnsafeSupergraph extends Error {
  override readonly name = 'UnsafeSupergraph'
}

/** Throws UnsafeSupergraph when there are problems. */
export function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0)
    throw new UnsafeSupergraph(`${what}:\n${[...new Set(problems)].map((one) => `  ${one}`).join('\n')}`)
}

export function messageOf(error: unknown): string {
  if (error instanceof GraphQLError) return error.message
  return error instanceof Error ? error.message : String(error)
}

import { validateSatisfiability } from '@apollo/composition'
import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import { GraphQLError, parse } from 'graphql'
import { problemsOf } from './use/problems.ts'

/** The supergraph must not be served; the message has one line per problem. */
export class UnsafeSupergraph extends Error {
  override readonly name = 'UnsafeSupergraph'
}

/** An operation that has to be answered. */
export interface NeededDocument {
  readonly operationName: string
  readonly text: string
}

/**
 * Throws UnsafeSupergraph for what is no supergraph, for one in which something that clients see can be reached from no
 * subgraph (a composition would not have made it, an edit by hand does), and for one that does not answer a document.
 */
export function refuseUnsafe(supergraphSdl: string, documents: Iterable<NeededDocument>): void {
  const supergraph = built(supergraphSdl)
  const { errors = [] } = validateSatisfiability({ supergraphSchema: supergraph.schema })
  refuse('the supergraph cannot be composed', errors.map(messageOf))
  const apiSchema = supergraph.apiSchema()
  const schema = apiSchema.toGraphQLJSSchema()
  const planner = new QueryPlanner(supergraph)
  const broken = [...documents].flatMap(({ operationName, text }) => {
    try {
      const document = parse(text)
      const problems = problemsOf(schema, document)
      if (problems.length === 0) planner.buildQueryPlan(operationFromDocument(apiSchema, document, { operationName }))
      return problems.map((problem) => `${operationName}: ${problem}`)
    } catch (error) {
      return [`${operationName}: ${messageOf(error)}`]
    }
  })
  refuse('the supergraph breaks trusted documents', broken)
}

function built(sdl: string): Supergraph {
  try {
    return Supergraph.build(sdl)
  } catch (error) {
    throw new UnsafeSupergraph(`this is no supergraph: ${messageOf(error)}`, { cause: error })
  }
}

function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0)
    throw new UnsafeSupergraph(`${what}:\n${[...new Set(problems)].map((one) => `  ${one}`).join('\n')}`)
}

function messageOf(error: unknown): string {
  if (error instanceof GraphQLError) return error.message
  return error instanceof Error ? error.message : String(error)
}

import { buildSchemaFromAST, type Schema } from '@apollo/federation-internals'
import { buildASTSchema, parse, type GraphQLSchema } from 'graphql'
import type { ExecutedSchema } from '../executor/execution.ts'

interface Sdl {
  readonly supergraphSdl: string
  /** What clients see of it. */
  readonly apiSdl: string
}

/** It was composed and planned, so nothing is wrong with it. */
const known = { assumeValid: true, assumeValidSDL: true } as const

/** What executing plans needs of a supergraph. What few of them need is made when it is needed: each takes milliseconds. */
export function servedSchema(
  { supergraphSdl, apiSdl }: Sdl,
  { sourceOf, log }: Pick<ExecutedSchema, 'sourceOf' | 'log'>,
): ExecutedSchema {
  const api = parse(apiSdl)
  let apiSchema: Schema | undefined
  let graphqlSchema: GraphQLSchema | undefined
  return {
    graphqlApiSchema: buildASTSchema(api, known),
    get apiSchema() {
      if (apiSchema === undefined) {
        apiSchema = buildSchemaFromAST(api, { validate: false })
        apiSchema.assumeValid()
      }
      return apiSchema
    },
    get graphqlSchema() {
      return (graphqlSchema ??= buildASTSchema(parse(supergraphSdl), known))
    },
    sourceOf,
    log,
  }
}

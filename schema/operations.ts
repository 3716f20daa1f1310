import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Supergraph } from '@apollo/federation-internals'
import { parse, separateOperations, Source, type DocumentNode, type GraphQLSchema } from 'graphql'
import { ROOT } from './compose.ts'

/** Operations that clients have already written and that no subgraph serves yet, each with what is missing. */
export const notYetServed: Readonly<Record<string, string>> = {}

export interface ClientOperation {
  readonly name: string
  /** The operation by itself, with the fragments it uses. */
  readonly document: DocumentNode
}

/** Where applications keep what they ask: what stands here is trusted in production. */
const STORED = ['schema/operations/*.graphql', 'web/src/**/*.graphql']

/**
 * The operations that applications are built with, each by itself with the fragments it uses. Throws for one without a
 * name or with the name of another.
 */
export function readOperations(): ClientOperation[] {
  const names = new Set<string>()
  return globSync(STORED, { cwd: ROOT })
    .sort()
    .flatMap((file) => {
      const separate = separateOperations(parse(new Source(readFileSync(join(ROOT, file), 'utf8'), file)))
      return Object.entries(separate).map(([name, document]) => {
        if (name === '' || names.has(name)) {
          throw new Error(`${file}: every operation needs a name of its own ("${name}")`)
        }
        names.add(name)
        return { name, document }
      })
    })
}

/** What clients see of a supergraph: without the machinery of federation. */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  return Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema()
}

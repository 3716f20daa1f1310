import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Supergraph } from '@apollo/federation-internals'
import {
  getOperationAST,
  parse,
  separateOperations,
  Source,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'

/** Operations that clients have already written and that no subgraph serves yet, each with what is missing. */
export const notYetServed: Readonly<Record<string, string>> = {
  RenewRental: 'renewal (R17) is not in this release',
  PlaceHold: 'holds are not in this release',
  CancelHold: 'holds are not in this release',
}

export interface ClientOperation {
  readonly name: string
  /** The operation by itself, with the fragments it uses. */
  readonly document: DocumentNode
}

/** The operations of schema/operations/*.graphql. Throws for an operation without a name. */
export function readOperations(folder = join(import.meta.dirname, 'operations')): ClientOperation[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) => {
      const separate = separateOperations(parse(new Source(readFileSync(join(folder, file), 'utf8'), file)))
      return Object.entries(separate).map(([name, document]) => {
        if (name === '') throw new Error(`${file}: an operation without a name`)
        return { name, document }
      })
    })
}

/** Why the schema cannot serve an operation; empty when it can. */
export function problemsOf(schema: GraphQLSchema, { document }: ClientOperation): readonly string[] {
  const kind = getOperationAST(document)?.operation
  // `validate` finds nothing wrong with the fields of a root type that is not there.
  if (kind === undefined || !schema.getRootType(kind)) return [`the schema has no ${kind}`]
  return validate(schema, document).map(({ message }) => message)
}

/** What clients see of a supergraph: without the machinery of federation. */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  return Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema()
}

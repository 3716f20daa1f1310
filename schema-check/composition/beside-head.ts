import { printTypeDefinitionAndExtensions, type Schema } from '@apollo/federation-internals'
import { buildASTSchema, isTypeDefinitionNode, Kind, type DefinitionNode, type GraphQLSchema } from 'graphql'
import type { Sources } from '../finding.ts'
import { composed, type Problem } from './compose.ts'
import { excerptOf } from './excerpt.ts'
import { touchedTypes } from './touched-types.ts'
import { isLarge } from './type-definitions.ts'

/** A base as its head shows it: by what composition says of the types that were touched, the rest being the head's. */
export interface BesideHead {
  readonly touched: ReadonlySet<string>
  /** Both with no types but the touched ones. */
  readonly excerpts: { readonly base: Sources; readonly head: Sources }
  readonly schemas: { readonly base: Schema; readonly head: Schema }
  readonly hints: readonly Problem[]
}

const known = new WeakMap<Sources, { readonly made: BesideHead | undefined }>()

/** Undefined where the base is better composed: it is small, much was touched, or what was touched reaches far. */
export function besideHead(base: Sources): BesideHead | undefined {
  let found = known.get(base)
  if (found === undefined) {
    const { beside: head, composedBy } = base
    found = {
      made: head !== undefined && composedBy === undefined && isLarge(head) ? besideThis(base, head) : undefined,
    }
    known.set(base, found)
  }
  return found.made
}

/** Most may be composed twice before it is cheaper to compose the base. */
const MOST_TOUCHED = 0.2

/** The same, of any size. */
export function besideThis(base: Sources, head: Sources): BesideHead | undefined {
  const touched = touchedTypes(base, head)
  const { schema, hints } = composed(head)
  if (touched === undefined || schema === undefined) return undefined
  if (isLarge(head) && touched.size > schema.types().length * MOST_TOUCHED) return undefined
  const excerpts = { base: excerptOf(base, touched), head: excerptOf(head, touched) }
  if (touched.size === 0) return { touched, excerpts, schemas: { base: schema, head: schema }, hints }
  const [was, is] = [composed(excerpts.base), composed(excerpts.head)]
  if (was.schema === undefined || is.schema === undefined || !isAsWhole(is.schema, schema, touched)) return undefined
  const own = new Set(is.hints.map(({ message }) => message))
  return {
    touched,
    excerpts,
    schemas: { base: was.schema, head: schema },
    hints: [...hints.filter(({ message }) => !own.has(message)), ...was.hints],
  }
}

/** Of the head both are there to compare, for routers and for clients. */
function isAsWhole(excerpt: Schema, whole: Schema, types: ReadonlySet<string>): boolean {
  return [...types].every(
    (type) =>
      definitionIn(excerpt, type) === definitionIn(whole, type) &&
      definitionIn(excerpt.toAPISchema(), type) === definitionIn(whole.toAPISchema(), type),
  )
}

/** Undefined where there is no such type. */
function definitionIn(schema: Schema, type: string): string | undefined {
  const found = schema.type(type)
  return found && printTypeDefinitionAndExtensions(found).join('\n\n')
}

/** What clients see of a base. */
export function apiDefinitionsBeside({ touched, schemas: { base, head } }: BesideHead): DefinitionNode[] {
  const isTouched = (one: DefinitionNode) => isTypeDefinitionNode(one) && touched.has(one.name.value)
  return [...apiDefinitions(head).filter((one) => !isTouched(one)), ...apiDefinitions(base).filter(isTouched)]
}

const api = new WeakMap<Schema, readonly DefinitionNode[]>()

/** Of what clients see of a supergraph. */
export function apiDefinitions(schema: Schema): readonly DefinitionNode[] {
  const definitions = api.get(schema) ?? schema.toAPISchema().toAST().definitions
  api.set(schema, definitions)
  return definitions
}

/** It was validated when it was composed. */
export function executable(definitions: readonly DefinitionNode[]): GraphQLSchema {
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValid: true, assumeValidSDL: true })
}

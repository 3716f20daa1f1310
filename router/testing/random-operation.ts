import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  OperationTypeNode,
  parseValue,
  typeFromAST,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLSchema,
  type NamedTypeNode,
} from 'graphql'
import type { Random } from './random.ts'

/** Names that somebody gives: of other fields, of keys, of what every object has, and harmless ones. */
const aliases = ['a', 'b', 'id', 'title', 'kind', 'book', '__typename', 'constructor', 'x1']
const MOST_DEPTH = 4

export interface RandomOperation {
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** A valid operation of a schema: fields in any order, aliases, fragments, `@skip` and `@include`, arguments. */
export function randomOperation(
  schema: GraphQLSchema,
  random: Random,
  { operation = OperationTypeNode.QUERY, aliasRate = 0.3 } = {},
): RandomOperation {
  const root = schema.getRootType(operation)
  if (root == null) throw new Error(`the schema has no ${operation}`)
  const selectionOf = (type: GraphQLCompositeType, depth: number, taken = new Set<string>()): string[] => {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
    const written: string[] = []
    const add = (name: string, given: string, set = '') => {
      const alias = random.chance(aliasRate) ? random.of(aliases) : name
      // One response name stands for one field.
      if (taken.has(alias)) return
      taken.add(alias)
      const directive = depth > 0 && random.chance(0.15) ? random.of(directives) : ''
      written.push(`${alias === name ? '' : `${alias}: `}${name}${given}${directive}${set}`)
    }
    const isLive = operation === OperationTypeNode.SUBSCRIPTION && depth === 0
    if (!isLive && random.chance(0.2)) add('__typename', '')
    const count = depth === 0 && operation !== OperationTypeNode.QUERY ? 1 : random.below(4) + 1
    for (const field of random.shuffled(fields).slice(0, count)) {
      const named = getNamedType(field.type)
      const given = field.args
        .filter((argument) => isRequiredArgument(argument) || random.chance(0.2))
        .map(({ name, type: input }) => `${name}: ${literalOf(input, random)}`)
      const parentheses = given.length > 0 ? `(${given.join(', ')})` : ''
      if (!isCompositeType(named)) add(field.name, parentheses)
      else if (depth < MOST_DEPTH) add(field.name, parentheses, ` { ${setOf(selectionOf(named, depth + 1))} }`)
    }
    if (isAbstractType(type)) {
      for (const possible of schema.getPossibleTypes(type)) {
        if (!random.chance(0.7)) continue
        const inner = selectionOf(possible, depth, new Set(['__typename']))
        // Fields of two types may not clash in their type: each has a name of its own.
        const apart = inner.map((field) => renamed(field, possible.name)).filter((field) => field !== undefined)
        if (apart.length > 0) written.push(`... on ${possible.name} { ${apart.join(' ')} }`)
      }
    } else if (written.length > 1 && depth > 0 && random.chance(0.2)) {
      const cut = random.below(written.length)
      written.push(`... on ${type.name}${random.of(['', ' @include(if: $yes)'])} { ${written.splice(cut).join(' ')} }`)
    }
    return written
  }
  const fields = selectionOf(root, 0)
  const typename = operation === OperationTypeNode.SUBSCRIPTION ? '' : ' used: __typename @skip(if: $no)'
  return {
    text: `${operation} Asked($yes: Boolean! = true, $no: Boolean! = false) { ${setOf(fields)} ...Used }
      fragment Used on ${root.name} { ${fields[0] ?? '__typename'}${typename} }`,
    variables: random.chance(0.5) ? {} : { yes: random.chance(0.5), no: random.chance(0.5) },
  }
}

const directives = [' @skip(if: $no)', ' @include(if: $yes)', ' @skip(if: $yes)']
const setOf = (fields: readonly string[]) => (fields.length > 0 ? fields.join(' ') : '__typename')

/** What its operations must be sent with. */
export function randomVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  random: Random,
): Record<string, unknown> {
  const variables: Record<string, unknown> = {}
  visit(document, {
    VariableDefinition({ variable, type: written }) {
      const type = typeFromAST(schema, written as NamedTypeNode)
      if (isInputType(type)) variables[variable.name.value] = valueFromASTUntyped(parseValue(literalOf(type, random)))
    },
  })
  return variables
}

function renamed(field: string, type: string): string | undefined {
  const name = /^(?:\w+: )?(\w+)/.exec(field)?.[1]
  if (name === undefined) return undefined
  return field.replace(/^(?:\w+: )?\w+/, `${type}_${name}: ${name}`)
}

function literalOf(type: GraphQLInputType, random: Random): string {
  if (isNonNullType(type)) return literalOf(type.ofType, random)
  if (isListType(type)) return `[${literalOf(type.ofType, random)}]`
  if (isEnumType(type)) return random.of(type.getValues()).name
  if (isInputObjectType(type)) {
    const given = Object.values(type.getFields())
      .filter(isRequiredInputField)
      .map((field) => `${field.name}: ${literalOf(field.type, random)}`)
    return `{ ${given.join(', ')} }`
  }
  const scalars: Readonly<Record<string, string>> = { Int: '2', Float: '1.5', Boolean: 'true' }
  return scalars[type.name] ?? '"1"'
}

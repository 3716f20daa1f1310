import {
  Kind,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InlineFragmentNode,
  type InputValueDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { fieldSetIn, namedTypeOf, type TypePart } from './type-definitions.ts'

/** Where types are read from: what is said of one, and which implement it. */
export interface Definitions {
  partsOf(type: string): readonly TypePart[]
  implementersOf(type: string): Iterable<string>
}

/**
 * The types that have to be known to understand some: what they implement and unite, what they are given, which may have
 * a default, and what their keys and requirements lead through. What their fields answer needs no more than its name.
 */
export function neededFor(types: Iterable<string>, definitions: Definitions): Set<string> {
  const found = new Set<string>()
  const left = [...types]
  const paths: (readonly [type: string, fields: SelectionSetNode])[] = []
  for (;;) {
    const path = paths.pop()
    const type = path === undefined ? left.pop() : undefined
    if (path !== undefined) follow(...path)
    else if (type === undefined) return found
    else if (!found.has(type)) {
      found.add(type)
      for (const part of definitions.partsOf(type)) read(type, part)
    }
  }

  function read(type: string, part: TypePart): void {
    if ('types' in part) left.push(...(part.types ?? []).map(({ name }) => name.value))
    if ('interfaces' in part) left.push(...(part.interfaces ?? []).map(({ name }) => name.value))
    for (const one of fieldSetsOf(part.directives, AT_ITSELF)) paths.push([type, one])
    if (!('fields' in part)) return
    for (const field of part.fields ?? []) {
      const given = field.kind === Kind.INPUT_VALUE_DEFINITION ? [field] : (field.arguments ?? [])
      left.push(...given.map((one) => namedTypeOf(one.type)))
      for (const one of fieldSetsOf(field.directives, AT_ITSELF)) paths.push([type, one])
      for (const one of fieldSetsOf(field.directives, AT_ITS_TYPE)) paths.push([namedTypeOf(field.type), one])
    }
  }

  function follow(type: string, { selections }: SelectionSetNode): void {
    left.push(type, ...definitions.implementersOf(type))
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) continue
      for (const next of typesBehind(type, selection)) paths.push([next, selection.selectionSet])
    }
  }

  function typesBehind(type: string, selection: FieldNode | InlineFragmentNode): string[] {
    if (selection.kind === Kind.INLINE_FRAGMENT) return [selection.typeCondition?.name.value ?? type]
    return fieldsOf(type).flatMap((field) => (field.name.value === selection.name.value ? namedTypeOf(field.type) : []))
  }

  function fieldsOf(type: string): FieldDefinitionNode[] {
    return definitions.partsOf(type).flatMap((part) => {
      const fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] =
        'fields' in part ? (part.fields ?? []) : []
      return fields.filter((field) => field.kind === Kind.FIELD_DEFINITION)
    })
  }
}

/** Arguments that name fields, in subgraphs and in the supergraph that is composed of them. */
const AT_ITSELF: ReadonlySet<string> = new Set(['fields', 'key', 'requires'])
const AT_ITS_TYPE: ReadonlySet<string> = new Set(['fields', 'provides'])

function fieldSetsOf(directives: readonly ConstDirectiveNode[] = [], named: ReadonlySet<string>): SelectionSetNode[] {
  return directives
    .flatMap(({ arguments: given = [] }) => given)
    .flatMap(({ name, value }) =>
      named.has(name.value) && value.kind === Kind.STRING ? (fieldSetIn(value.value) ?? []) : [],
    )
}

import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { spelledArguments } from './spelled.ts'

/** A field as it is asked for, wherever it stands. */
export interface SelectedField {
  /** Its place in the answer: the response names from the root, joined by dots. */
  readonly at: string
  readonly within: string
  readonly responseName: string
  readonly name: string
  /** Its arguments, in one spelling for all that mean the same. */
  readonly given: string
  /** The type that it is asked of; undefined when the schema does not know. */
  readonly parent: GraphQLCompositeType | undefined
}

export interface Place {
  readonly at: string
  readonly type: GraphQLCompositeType | undefined
}

/** The fields of a selection set, and of all sets below, in the order in which they stand. */
export function* selectedFields(
  schema: GraphQLSchema,
  document: DocumentNode | undefined,
  { selections }: SelectionSetNode,
  place: Place,
): Generator<SelectedField> {
  const left: (readonly [selection: SelectionNode, place: Place])[] = []
  const enter = (within: readonly SelectionNode[], below: Place) => {
    for (const one of within.toReversed()) left.push([one, below])
  }
  enter(selections, place)
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [selection, { at, type }] = next
    if (selection.kind === Kind.FIELD) {
      const field = selectedField(selection, { at, type })
      yield field
      enter(selection.selectionSet?.selections ?? [], { at: field.at, type: typeOf(selection, type) })
      continue
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragmentOf(document, selection.name.value) : selection
    const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value)
    enter(fragment?.selectionSet.selections ?? [], { at, type: isCompositeType(condition) ? condition : type })
  }
}

export function operationOf(document: DocumentNode, operationName?: string): OperationDefinitionNode {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    if (operationName === undefined || definition.name?.value === operationName) return definition
  }
  throw new Error('There is no operation of that name.')
}

function fragmentOf({ definitions }: Partial<DocumentNode> = {}, name: string): FragmentDefinitionNode | undefined {
  for (const definition of definitions ?? []) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition
  }
  return undefined
}

function selectedField(
  { alias, name, arguments: given = [] }: FieldNode,
  { at: within, type: parent }: Place,
): SelectedField {
  const responseName = (alias ?? name).value
  return {
    at: `${within}.${responseName}`,
    within,
    responseName,
    name: name.value,
    given: spelledArguments(given, fieldOf(parent, name.value)?.args ?? []),
    parent,
  }
}

function typeOf({ name }: FieldNode, parent: Place['type']): Place['type'] {
  const field = fieldOf(parent, name.value)
  const type = field && getNamedType(field.type)
  return isCompositeType(type) ? type : undefined
}

const fieldOf = (parent: Place['type'], name: string) =>
  isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined

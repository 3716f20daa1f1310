import {
  Kind,
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type StringValueNode,
  type TypeNode,
} from 'graphql'
import type { SubgraphSource } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'

/** Everything in a subgraph's schema that has a name and a description. */
export interface Named {
  readonly kind: 'type' | 'input' | 'field' | 'argument' | 'inputField' | 'enumValue'
  readonly coordinate: string
  readonly name: string
  readonly node: ASTNode
  readonly description: StringValueNode | undefined
  readonly directives: readonly ConstDirectiveNode[]
  readonly subgraph: SubgraphSource
  /** Of a field, an argument or an input field. */
  readonly type?: TypeNode
  /** Of a field: its arguments by name. */
  readonly args?: readonly InputValueDefinitionNode[]
  /** The type that a field or value stands in; for an argument the field's. */
  readonly parent?: string
  /** An extension of a type that is described elsewhere. */
  readonly extension?: true
}

const known = new WeakMap<SubgraphSource, readonly Named[]>()

/** In the order of the file. Directive definitions are left out: they are machinery. */
export function namedParts(subgraph: SubgraphSource): readonly Named[] {
  let parts = known.get(subgraph)
  if (parts === undefined) {
    parts = definitionsOf(subgraph).flatMap((definition) => ofDefinition(definition, subgraph))
    known.set(subgraph, parts)
  }
  return parts
}

function ofDefinition(definition: DefinitionNode, subgraph: SubgraphSource): Named[] {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
      return [
        typeOf(definition, 'type', subgraph),
        ...(definition.fields ?? []).flatMap((field) => ofField(field, definition.name.value, subgraph)),
      ]
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return [
        typeOf(definition, 'input', subgraph),
        ...(definition.fields ?? []).map((field) => ({
          ...partOf(field, 'inputField', `${definition.name.value}.${field.name.value}`, subgraph),
          type: field.type,
          parent: definition.name.value,
        })),
      ]
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return [
        typeOf(definition, 'type', subgraph),
        ...(definition.values ?? []).map((value) => ({
          ...partOf(value, 'enumValue', `${definition.name.value}.${value.name.value}`, subgraph),
          parent: definition.name.value,
        })),
      ]
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
      return [typeOf(definition, 'type', subgraph)]
    default:
      return []
  }
}

function ofField(field: FieldDefinitionNode, parent: string, subgraph: SubgraphSource): Named[] {
  const coordinate = `${parent}.${field.name.value}`
  const args = field.arguments ?? []
  return [
    { ...partOf(field, 'field', coordinate, subgraph), type: field.type, args, parent },
    ...args.map((arg) => ({
      ...partOf(arg, 'argument', `${coordinate}(${arg.name.value}:)`, subgraph),
      type: arg.type,
      parent,
    })),
  ]
}

type Describable = ASTNode & {
  readonly name: { readonly value: string }
  readonly description?: StringValueNode
  readonly directives?: readonly ConstDirectiveNode[]
}

function typeOf(node: Describable, kind: 'type' | 'input', subgraph: SubgraphSource): Named {
  const part = partOf(node, kind, node.name.value, subgraph)
  return node.kind.endsWith('Extension') ? { ...part, extension: true } : part
}

function partOf(node: Describable, kind: Named['kind'], coordinate: string, subgraph: SubgraphSource): Named {
  const { description, directives = [] } = node
  return { kind, coordinate, name: node.name.value, node, description, directives, subgraph }
}

/** `[X!]!` in its parts. */
export function shapeOf(type: TypeNode): { name: string; nonNull: boolean; list: boolean; itemNonNull: boolean } {
  const nonNull = type.kind === Kind.NON_NULL_TYPE
  const inner = type.kind === Kind.NON_NULL_TYPE ? type.type : type
  if (inner.kind === Kind.NAMED_TYPE) return { name: inner.name.value, nonNull, list: false, itemNonNull: true }
  const item = shapeOf(inner.type)
  return { name: item.name, nonNull, list: true, itemNonNull: item.nonNull }
}

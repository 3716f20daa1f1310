import {
  Kind,
  valueFromASTUntyped,
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql'
import { z } from 'zod'

/** A part of a supergraph with all tags that count for it: its own, and those of what it stands in. */
export interface Tagged {
  readonly node: ASTNode
  readonly coordinate: string
  readonly tags: ReadonlySet<string>
  readonly hidden: boolean
  readonly children: readonly Tagged[]
}

export interface TaggedType extends Tagged {
  readonly node: TypeDefinitionNode
}

/** What a specification is called in a supergraph: `tag`, or what it is linked as. */
export interface Names {
  readonly tag: string
  readonly inaccessible: string | undefined
  /** Of all that are linked; a type `join__Graph` is machinery. */
  readonly all: ReadonlySet<string>
}

/** Of a supergraph, as its schema links them. */
export function namesIn({ definitions }: DocumentNode): Names {
  const links = definitions
    .flatMap((one) => (one.kind === Kind.SCHEMA_DEFINITION ? (one.directives ?? []) : []))
    .flatMap(({ arguments: given = [] }): Link[] => {
      const values = new Map(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]))
      const [, specification] = /\/([^/]+)\/v[\d.]+$/.exec(String(values.get('url'))) ?? []
      const as = values.get('as')
      const prefix = typeof as === 'string' ? as : specification
      if (specification === undefined || prefix === undefined) return []
      return [{ specification, prefix, name: importedAs(specification, values.get('import')) ?? prefix }]
    })
  const nameOf = (specification: string) => links.find((link) => link.specification === specification)?.name
  const all = new Set(links.flatMap(({ prefix, name }) => [prefix, name]))
  return { tag: nameOf('tag') ?? 'tag', inaccessible: nameOf('inaccessible'), all }
}

interface Link {
  readonly specification: string
  readonly prefix: string
  /** Of the directive that is called as its specification. */
  readonly name: string
}

const Renamed = z.object({ name: z.string(), as: z.string() })

function importedAs(specification: string, imports: unknown): string | undefined {
  return [imports]
    .flat()
    .map((one) => Renamed.safeParse(one).data)
    .find((one) => one?.name === `@${specification}`)
    ?.as.slice(1)
}

/** A part and all that stands in it. */
export function allIn(one: Tagged): Tagged[] {
  return [one, ...one.children.flatMap(allIn)]
}

/** All types but those of specifications. */
export function taggedTypes({ definitions }: DocumentNode, names: Names): TaggedType[] {
  return definitions.filter(isType).flatMap((node) => {
    const [prefix = '', ...rest] = node.name.value.split('__')
    if (rest.length > 0 && names.all.has(prefix)) return []
    const type = tagged(node.name.value, node, new Set(), names)
    return [{ ...type, node, children: childrenOf(node, type.tags, names) }]
  })
}

/** The arguments of what clients may write into operations; `deprecated` and the like are no such thing. */
export function taggedDirectiveArguments({ definitions }: DocumentNode, names: Names): Tagged[] {
  return definitions
    .filter(isExecutable)
    .flatMap(({ name, arguments: args = [] }) =>
      names.all.has(name.value)
        ? []
        : args.map((arg) => tagged(`@${name.value}(${arg.name.value}:)`, arg, new Set(), names)),
    )
}

function childrenOf(node: TypeDefinitionNode, tags: ReadonlySet<string>, names: Names): Tagged[] {
  const of = (child: EnumValueDefinitionNode | InputValueDefinitionNode) =>
    tagged(`${node.name.value}.${child.name.value}`, child, tags, names)
  if (isEnum(node)) return (node.values ?? []).map(of)
  if (isInput(node)) return (node.fields ?? []).map(of)
  return isComposite(node) ? (node.fields ?? []).map((field) => fieldOf(node.name.value, field, tags, names)) : []
}

function fieldOf(parent: string, field: FieldDefinitionNode, inherited: ReadonlySet<string>, names: Names): Tagged {
  const coordinate = `${parent}.${field.name.value}`
  const whole = tagged(coordinate, field, inherited, names)
  const children = (field.arguments ?? []).map((arg) =>
    tagged(`${coordinate}(${arg.name.value}:)`, arg, whole.tags, names),
  )
  return { ...whole, children }
}

function tagged(
  coordinate: string,
  node: ASTNode & { readonly directives?: readonly ConstDirectiveNode[] },
  inherited: ReadonlySet<string>,
  { tag, inaccessible }: Names,
  children: readonly Tagged[] = [],
): Tagged {
  const { directives = [] } = node
  const own = directives.flatMap(({ name, arguments: given = [] }) =>
    name.value === tag ? given.flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : [])) : [],
  )
  const hidden = directives.some(({ name }) => name.value === inaccessible)
  return { node, coordinate, tags: new Set([...inherited, ...own]), hidden, children }
}

export function isComposite(node: DefinitionNode): node is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
}

function isEnum(node: TypeDefinitionNode): node is EnumTypeDefinitionNode {
  return node.kind === Kind.ENUM_TYPE_DEFINITION
}

export function isInput(node: TypeDefinitionNode): node is InputObjectTypeDefinitionNode {
  return node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
}

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition')
}

const executable: ReadonlySet<string> = new Set(
  'QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION'.split(
    ' ',
  ),
)

export function isExecutable(node: DefinitionNode): node is DirectiveDefinitionNode {
  return node.kind === Kind.DIRECTIVE_DEFINITION && node.locations.every(({ value }) => executable.has(value))
}

import { Kind, type DocumentNode, type TypeNode } from 'graphql'
import type { Contract } from '../finding.ts'
import { allIn, isComposite, isExecutable, isInput, type Tagged, type TaggedType } from './tagged.ts'

/**
 * The coordinates that clients of a contract do not see of a supergraph, as GraphOS filters it: what has an excluded tag;
 * with included tags, each union, scalar, value, input field and argument that has none of them, and each field of which
 * that leaves nothing; then what is left empty, and what nothing leads to. A tag counts for all that stands in what has it.
 * `args` are of directives.
 */
export function hiddenBy(
  contract: Contract,
  document: DocumentNode,
  types: readonly TaggedType[],
  args: readonly Tagged[],
): Set<string> {
  const hidden = new Set<string>()
  const excludes = new Set(contract.excludeTags)
  const includes = new Set(contract.includeTags)
  const isHidden = ({ coordinate }: Tagged) => hidden.has(coordinate)
  const hideIf = (one: Tagged, condition: boolean) => void (condition && hidden.add(one.coordinate))
  const leaves = [...types.filter(({ node }) => isLeaf(node.kind)), ...types.flatMap(leavesIn)]

  for (const one of [...types.flatMap(allIn), ...args]) hideIf(one, one.hidden || meets(one.tags, excludes))
  if (includes.size > 0) for (const one of [...leaves, ...args]) hideIf(one, !meets(one.tags, includes))
  const emptied = ({ children }: Tagged) => children.length > 0 && children.every(isHidden)
  for (const type of types) hideIf(type, !isComposite(type.node) && emptied(type))
  const fields = types.filter(({ node }) => isComposite(node)).flatMap(({ children }) => children)
  if (includes.size > 0) {
    for (const one of fields) hideIf(one, !meets(one.tags, includes) && one.children.every(isHidden))
  }
  hideUnanswered(types, hidden)
  for (const type of types) hideIf(type, isComposite(type.node) && emptied(type))
  for (const type of types) {
    const members = type.node.kind === Kind.UNION_TYPE_DEFINITION ? (type.node.types ?? []) : []
    hideIf(type, members.length > 0 && members.every(({ name }) => hidden.has(name.value)))
  }
  if (contract.hideUnreachableTypes) {
    const wanted = types.filter(({ tags }) => meets(tags, includes))
    const reached = reachable(document, types, wanted, hidden)
    for (const type of types) hideIf(type, !reached.has(type.coordinate))
  }
  return hidden
}

function meets(tags: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  return !tags.isDisjointFrom(some)
}

function isLeaf(kind: Kind): boolean {
  return kind === Kind.UNION_TYPE_DEFINITION || kind === Kind.SCALAR_TYPE_DEFINITION
}

/** What can hold nothing: values, input fields and arguments. */
function leavesIn({ node, children }: TaggedType): readonly Tagged[] {
  return isComposite(node) ? children.flatMap((field) => field.children) : children
}

/** Fields of interfaces that every object which implements them hides. */
function hideUnanswered(types: readonly TaggedType[], hidden: Set<string>): void {
  const objects = types.flatMap(({ node }) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node] : []))
  for (const { node, coordinate, children } of types) {
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    const answering = objects.filter(({ interfaces = [] }) => interfaces.some(({ name }) => name.value === coordinate))
    if (answering.length === 0) continue
    for (const field of children) {
      const name = field.coordinate.slice(coordinate.length)
      const isHidden = answering.every((one) => hidden.has(one.name.value) || hidden.has(`${one.name.value}${name}`))
      if (isHidden) hidden.add(field.coordinate)
    }
  }
}

/** From where operations begin, what they may give to directives, and what is `wanted`; nothing that is hidden leads on. */
function reachable(
  document: DocumentNode,
  types: readonly TaggedType[],
  wanted: readonly TaggedType[],
  hidden: ReadonlySet<string>,
): Set<string> {
  const known = new Map(types.map((type) => [type.coordinate, type]))
  const implementations = implementationsOf(types)
  const queue = [
    ...document.definitions.flatMap((one) =>
      one.kind === Kind.SCHEMA_DEFINITION ? one.operationTypes.map(({ type }) => type.name.value) : [],
    ),
    ...document.definitions
      .filter(isExecutable)
      .flatMap((one) => (one.arguments ?? []).map(({ type }) => nameOf(type))),
    ...wanted.map(({ coordinate }) => coordinate),
  ]
  const reached = new Set<string>()
  // It grows as types lead to others.
  for (const name of queue) {
    const type = known.get(name)
    if (type === undefined || reached.has(name) || hidden.has(name)) continue
    reached.add(name)
    queue.push(...ledTo(type, hidden), ...(implementations.get(name) ?? []))
  }
  return reached
}

function implementationsOf(types: readonly TaggedType[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { node, coordinate } of types) {
    for (const { name } of isComposite(node) ? (node.interfaces ?? []) : []) {
      found.set(name.value, [...(found.get(name.value) ?? []), coordinate])
    }
  }
  return found
}

function ledTo({ node, coordinate }: TaggedType, hidden: ReadonlySet<string>): string[] {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).map(({ name }) => name.value)
  const isSeen = (one: string) => !hidden.has(one)
  if (isInput(node)) {
    return (node.fields ?? [])
      .filter(({ name }) => isSeen(`${coordinate}.${name.value}`))
      .map(({ type }) => nameOf(type))
  }
  if (!isComposite(node)) return []
  const fields = (node.fields ?? []).filter(({ name }) => isSeen(`${coordinate}.${name.value}`))
  return [
    ...(node.interfaces ?? []).map(({ name }) => name.value),
    ...fields.map(({ type }) => nameOf(type)),
    ...fields.flatMap((field) =>
      (field.arguments ?? [])
        .filter(({ name }) => isSeen(`${coordinate}.${field.name.value}(${name.value}:)`))
        .map(({ type }) => nameOf(type)),
    ),
  ]
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type)
}

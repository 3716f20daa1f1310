import { Kind, parse, print, visit, type ConstDirectiveNode, type DefinitionNode } from 'graphql'

/**
 * The planner goes back to a subgraph by the first key that it finds there, whether it can be resolved there or not
 * (query-graphs, getLocallySatisfiableKey): so those that can come first.
 */
export function resolvableKeysFirst(supergraphSdl: string): string {
  if (!supergraphSdl.includes('resolvable: false')) return supergraphSdl
  const sorted = ({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
    [...directives].sort((a, b) => Number(isUnresolvable(a)) - Number(isUnresolvable(b)))
  const sort = <Node extends DefinitionNode & { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    node: Node,
  ): Node => ({ ...node, directives: sorted(node) })
  return print(visit(parse(supergraphSdl), { ObjectTypeDefinition: sort, InterfaceTypeDefinition: sort }))
}

function isUnresolvable({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  const isFalse = given.some(
    ({ name: { value: argument }, value }) => argument === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
  )
  return name.value === 'join__type' && isFalse
}

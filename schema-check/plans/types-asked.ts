import {
  getNamedType,
  isAbstractType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'

/**
 * Every type that a document comes to, of what it asks and of what it gives; of what may be several, each of them. And of
 * the types at which operations begin the fields, as `Query.book`: they alone may have thousands.
 */
export function typesAskedOf(schema: GraphQLSchema, document: DocumentNode): Set<string> {
  const names = new Set<string>()
  const info = new TypeInfo(schema)
  const add = (type: Parameters<typeof getNamedType>[0]) => {
    const named = type == null ? undefined : getNamedType(type)
    if (named === undefined || named.name.startsWith('__')) return
    names.add(named.name)
    if (isAbstractType(named)) for (const { name } of schema.getPossibleTypes(named)) names.add(name)
  }
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        const parent = info.getParentType()
        if (node.kind === Kind.FIELD && parent != null && roots.some((one) => one === parent)) {
          names.add(`${parent.name}.${node.name.value}`)
        }
        add(info.getParentType())
        add(info.getType())
        add(info.getInputType())
        for (const { type } of info.getFieldDef()?.args ?? []) add(type)
      },
    }),
  )
  return names
}

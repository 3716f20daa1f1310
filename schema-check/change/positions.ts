import { getNamedType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'

/** Where named types occur: in what clients give, in what they are answered, or both. */
export interface Positions {
  readonly given: ReadonlySet<string>
  readonly answered: ReadonlySet<string>
}

/** In any of the schemas: what one of them answers may be answered while both are deployed. */
export function positionsIn(...schemas: readonly GraphQLSchema[]): Positions {
  const given = new Set<string>()
  const answered = new Set<string>()
  for (const schema of schemas) {
    for (const directive of schema.getDirectives()) {
      for (const arg of directive.args) given.add(getNamedType(arg.type).name)
    }
    for (const type of Object.values(schema.getTypeMap())) {
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) given.add(getNamedType(field.type).name)
      } else if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          answered.add(getNamedType(field.type).name)
          for (const arg of field.args) given.add(getNamedType(arg.type).name)
        }
      }
    }
  }
  return { given, answered }
}

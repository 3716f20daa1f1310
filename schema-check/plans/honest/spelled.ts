import {
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type GraphQLArgument,
  type GraphQLInputType,
  type ArgumentNode,
  type ValueNode,
} from 'graphql'

/** Arguments in one spelling for all that mean the same: the planner writes a list for its only item, and an ID as a number. */
export function spelledArguments(given: readonly ArgumentNode[], known: readonly GraphQLArgument[]): string {
  const spelled = given.map(({ name, value }) => {
    const type = known.find((argument) => argument.name === name.value)?.type
    return `${name.value}: ${spelledValue(value, type)}`
  })
  return spelled.sort().join(', ')
}

function spelledValue(value: ValueNode, type: GraphQLInputType | undefined): string {
  const nullable = isNonNullType(type) ? type.ofType : type
  switch (value.kind) {
    case Kind.VARIABLE:
      return `$${value.name.value}`
    case Kind.NULL:
      return 'null'
    case Kind.LIST:
      return `[${value.values.map((item) => spelledValue(item, itemOf(nullable))).join(', ')}]`
    default:
      return isListType(nullable) ? `[${spelledValue(value, itemOf(nullable))}]` : spelledItem(value, nullable)
  }
}

function spelledItem(value: ValueNode, type: GraphQLInputType | undefined): string {
  switch (value.kind) {
    case Kind.OBJECT: {
      const fields = isInputObjectType(type) ? type.getFields() : {}
      const spelled = value.fields.map((field) => {
        return `${field.name.value}: ${spelledValue(field.value, fields[field.name.value]?.type)}`
      })
      return `{ ${spelled.sort().join(', ')} }`
    }
    case Kind.INT:
    case Kind.FLOAT:
      // An integer may have more digits than a number.
      return /^-?\d+$/.test(value.value) ? value.value : String(Number(value.value))
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return String(value.value)
    default:
      return ''
  }
}

function itemOf(type: GraphQLInputType | undefined): GraphQLInputType | undefined {
  return isListType(type) ? (type.ofType as GraphQLInputType) : undefined
}

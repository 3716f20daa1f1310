import { getNullableType, isEnumType, isInputObjectType, isListType, type GraphQLInputType } from 'graphql'

/** A value of a type as a schema would write it. Custom scalars take anything, so they are written by what they hold. */
export function literalOf(value: unknown, type: GraphQLInputType): string {
  const inner = getNullableType(type)
  if (value === null || value === undefined) return 'null'
  if (isListType(inner)) return list([value].flat(), (one) => literalOf(one, inner.ofType))
  if (isEnumType(inner)) return String(value)
  if (!isInputObjectType(inner)) return untyped(value)
  const given = value as Readonly<Record<string, unknown>>
  const fields = Object.values(inner.getFields()).filter(({ name }) => given[name] !== undefined)
  return object(fields.map((field) => [field.name, literalOf(given[field.name], field.type)]))
}

function untyped(value: unknown): string {
  if (Array.isArray(value)) return list(value, untyped)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return object(fields.map(([name, one]) => [name, untyped(one)]))
}

function list(values: readonly unknown[], print: (value: unknown) => string): string {
  return `[${values.map(print).join(', ')}]`
}

function object(fields: readonly (readonly [name: string, text: string])[]): string {
  return `{ ${fields.map(([name, text]) => `${name}: ${text}`).join(', ')} }`
}

import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'
import { isJsonObject, merge, put, type JsonObject } from './json.ts'

/** What a fetch sends of an entity; null when something of it is missing. `schema` is the supergraph's. */
export function representationOf(
  schema: GraphQLSchema,
  entity: JsonObject | null,
  selections: readonly QueryPlanSelectionNode[],
): JsonObject | null {
  if (entity === null) return null
  const representation: JsonObject = {}
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (selection.typeCondition !== undefined && isOfType(schema, entity, selection.typeCondition)) {
        merge(representation, representationOf(schema, entity, selection.selections))
      }
      continue
    }
    const { selections: inner } = selection
    const name = selection.alias ?? selection.name
    const value = Object.hasOwn(entity, name) ? entity[name] : undefined
    if (value === undefined) return null
    const sent = (one: unknown) =>
      inner === undefined ? one : representationOf(schema, one as JsonObject | null, inner)
    put(representation, name, Array.isArray(value) ? value.map(sent) : sent(value))
  }
  return representation
}

function isOfType(schema: GraphQLSchema, entity: JsonObject, condition: string): boolean {
  const name = isJsonObject(entity) ? entity['__typename'] : undefined
  if (name === condition) return true
  const type = typeof name === 'string' ? schema.getType(name) : undefined
  const wanted = schema.getType(condition)
  return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type)
}

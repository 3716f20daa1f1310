import type { GraphQLField, GraphQLInterfaceType, GraphQLObjectType } from 'graphql'
import type { Change } from './change.ts'
import { deprecationChanges } from './deprecations.ts'
import { argumentsOf, givenChanges } from './given-values.ts'
import { typeChange } from './type-change.ts'

type Field = GraphQLField<unknown, unknown>
type Owner = GraphQLObjectType | GraphQLInterfaceType

export function fieldChanges(before: Owner, after: Owner): Change[] {
  const old = before.getFields()
  const now = after.getFields()
  return [
    ...Object.values(old)
      .filter(({ name }) => now[name] === undefined)
      .map((field) => removed(before, field)),
    ...Object.values(now).flatMap((field) => {
      const earlier = old[field.name]
      return earlier === undefined ? [added(after, field)] : compared(after, earlier, field)
    }),
  ]
}

function removed(owner: Owner, { name, deprecationReason }: Field): Change {
  const coordinate = `${owner.name}.${name}`
  return {
    rule: 'field-removed',
    coordinate,
    message: `${coordinate} is gone`,
    seenIn: 'base',
    reaches: [coordinate],
    removal: true,
    deprecation: deprecationReason ?? undefined,
  }
}

function added(owner: Owner, { name, type }: Field): Change {
  const coordinate = `${owner.name}.${name}`
  return { rule: 'field-added', coordinate, message: `${coordinate}: ${type} is new`, seenIn: 'head', reaches: [] }
}

function compared(owner: Owner, before: Field, after: Field): Change[] {
  const coordinate = `${owner.name}.${after.name}`
  const { changed, looser, stricter } = typeChange(before.type, after.type)
  const message = `${coordinate} was ${before.type} and is ${after.type}`
  const base = { coordinate, message, seenIn: 'head', reaches: [coordinate] } as const
  const type: Change[] = changed
    ? [{ ...base, rule: 'field-type-changed' }]
    : looser
      ? [{ ...base, rule: 'field-nullable' }]
      : stricter
        ? [{ ...base, rule: 'field-type-narrowed', reaches: [] }]
        : []
  return [
    ...type,
    ...givenChanges(argumentsOf(coordinate), before.args, after.args),
    ...deprecationChanges(coordinate, before.deprecationReason, after.deprecationReason),
  ]
}

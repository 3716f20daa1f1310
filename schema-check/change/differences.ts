import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
  type GraphQLDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import type { Change } from './change.ts'
import { fieldChanges } from './fields.ts'
import { argumentsOf, fieldsOfInput, givenChanges } from './given-values.ts'
import { enumChanges, implementationChanges, unionChanges } from './members.ts'
import { oneOfChange } from './one-of.ts'
import { positionsIn, type Positions } from './positions.ts'

const told = new WeakMap<GraphQLSchema, WeakMap<GraphQLSchema, readonly Change[]>>()

/** Everything in which two schemas differ for clients, looked for once. Descriptions are no difference. */
export function differences(before: GraphQLSchema, after: GraphQLSchema): readonly Change[] {
  const toldOf = told.get(before) ?? new WeakMap<GraphQLSchema, readonly Change[]>()
  told.set(before, toldOf)
  const changes = toldOf.get(after) ?? compare(before, after)
  toldOf.set(after, changes)
  return changes
}

function compare(before: GraphQLSchema, after: GraphQLSchema): Change[] {
  const old = typesOf(before)
  const now = typesOf(after)
  let positions: Positions | undefined
  const known = (name: string) => isInterfaceType(old.get(name))
  const typeChanges = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): Change[] => {
    const [was, is] = [old.get(name), now.get(name)]
    if (was === undefined && is !== undefined) return [added(is), ...implementations(undefined, is, known)]
    if (was !== undefined && is === undefined)
      return [...removed(was, before), ...implementations(was, undefined, known)]
    return was === undefined || is === undefined ? [] : compared(was, is)
  })

  function compared(was: GraphQLNamedType, is: GraphQLNamedType): Change[] {
    if (isOfOneDefinition(was, is)) return []
    if (isEnumType(was) && isEnumType(is)) {
      return enumChanges(was, is, () => (positions ??= positionsIn(before, after)))
    }
    if (isUnionType(was) && isUnionType(is)) return unionChanges(was, is)
    if ((isObjectType(was) && isObjectType(is)) || (isInterfaceType(was) && isInterfaceType(is))) {
      return [...fieldChanges(was, is), ...implementations(was, is, known)]
    }
    if (isInputObjectType(was) && isInputObjectType(is)) {
      const place = fieldsOfInput(is.name)
      const oneOf = was.isOneOf === is.isOneOf ? [] : [oneOfChange(is.name, is.isOneOf)]
      return [...oneOf, ...givenChanges(place, Object.values(was.getFields()), Object.values(is.getFields()))]
    }
    if (isScalarType(was) && isScalarType(is)) return was.specifiedByURL === is.specifiedByURL ? [] : [respecified(is)]
    return [kindChanged(was, is)]
  }

  return [...typeChanges, ...directiveChanges(before, after)]
}

/** Whether an input takes one of its fields is said beside its definition. */
function isOfOneDefinition(was: GraphQLNamedType, is: GraphQLNamedType): boolean {
  return was.astNode != null && was.astNode === is.astNode && !isInputObjectType(is)
}

function typesOf(schema: GraphQLSchema): Map<string, GraphQLNamedType> {
  const types = Object.values(schema.getTypeMap())
  return new Map(
    types
      .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
      .map((type) => [type.name, type]),
  )
}

function added({ name }: GraphQLNamedType): Change {
  return { rule: 'type-added', coordinate: name, message: `the type ${name} is new`, seenIn: 'head', reaches: [] }
}

/** A type goes with the fields and arguments that lead to it, which are told; to a root type leads nothing. */
function removed(type: GraphQLNamedType, schema: GraphQLSchema): Change[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const root = roots.some((one) => one?.name === type.name)
  return [
    {
      rule: 'type-removed',
      ...(root && { severity: 'error' }),
      coordinate: type.name,
      message: root
        ? `${type.name} is gone, with everything that begins there`
        : `the type ${type.name} is gone with what led to it`,
      seenIn: 'base',
      reaches: [type.name],
    },
  ]
}

function implementations(
  was: GraphQLNamedType | undefined,
  is: GraphQLNamedType | undefined,
  known: (name: string) => boolean,
): Change[] {
  const composite = (type: GraphQLNamedType | undefined) =>
    isObjectType(type) || isInterfaceType(type) ? type : undefined
  return implementationChanges(composite(was), composite(is), known)
}

function respecified(type: GraphQLNamedType & { specifiedByURL?: string | null | undefined }): Change {
  return {
    rule: 'scalar-meaning-changed',
    coordinate: type.name,
    message: `${type.name} is specified by ${type.specifiedByURL ?? 'nothing'} now`,
    seenIn: 'head',
    reaches: [type.name],
  }
}

function kindChanged(was: GraphQLNamedType, is: GraphQLNamedType): Change {
  return {
    rule: 'type-kind-changed',
    coordinate: is.name,
    message: `${is.name} was ${kindOf(was)} and is ${kindOf(is)}`,
    seenIn: 'head',
    reaches: [is.name],
  }
}

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'an object'
  if (isInterfaceType(type)) return 'an interface'
  if (isUnionType(type)) return 'a union'
  if (isEnumType(type)) return 'an enum'
  return isScalarType(type) ? 'a scalar' : 'an input'
}

function directiveChanges(before: GraphQLSchema, after: GraphQLSchema): Change[] {
  const old = new Map(executableDirectives(before).map((one) => [one.name, one]))
  const now = new Map(executableDirectives(after).map((one) => [one.name, one]))
  type Rule = 'directive-added' | 'directive-removed' | 'directive-not-repeatable'
  const change = (rule: Rule, name: string, what: string): Change => ({
    rule,
    coordinate: `@${name}`,
    message: `@${name} ${what}`,
    seenIn: rule === 'directive-removed' ? 'base' : 'head',
    reaches: [`@${name}`],
  })
  return [
    ...[...old.keys()].filter((name) => !now.has(name)).map((name) => change('directive-removed', name, 'is gone')),
    ...[...now.values()].flatMap((is) => {
      const was = old.get(is.name)
      if (was === undefined) return [change('directive-added', is.name, 'is new')]
      const lost = was.locations.filter((location) => !is.locations.includes(location))
      return [
        ...(was.isRepeatable && !is.isRepeatable
          ? [
              change(
                'directive-not-repeatable',
                is.name,
                'may stand only once in a place: it is not repeatable any more',
              ),
            ]
          : []),
        ...lost.map((location) => change('directive-removed', is.name, `may not stand on ${location} any more`)),
        ...givenChanges(argumentsOf(`@${is.name}`), was.args, is.args),
      ]
    }),
  ]
}

// Only there can one stand in what clients send.
const places = ['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD']
const morePlaces = ['INLINE_FRAGMENT', 'VARIABLE_DEFINITION']

/** What clients can use; a directive of definitions alone is nothing to them. */
export function executableDirectives(schema: GraphQLSchema): GraphQLDirective[] {
  return schema
    .getDirectives()
    .filter((one) => !isSpecifiedDirective(one))
    .filter(({ locations }) => locations.some((location) => [...places, ...morePlaces].includes(location)))
}

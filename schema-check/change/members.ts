import type { GraphQLEnumType, GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType } from 'graphql'
import type { Change } from './change.ts'
import { deprecationChanges } from './deprecations.ts'
import type { Positions } from './positions.ts'

export function enumChanges(before: GraphQLEnumType, after: GraphQLEnumType, positions: () => Positions): Change[] {
  const type = after.name
  const names = (one: GraphQLEnumType) => new Set(one.getValues().map(({ name }) => name))
  const isSame = names(before).symmetricDifference(names(after)).size === 0
  const given = !isSame && positions().given.has(type)
  const answered = !isSame && positions().answered.has(type)
  const both = given && answered ? ' (used in input and output)' : ''
  const gone = before.getValues().filter(({ name }) => after.getValue(name) === undefined)
  return [
    ...gone.map(({ name, deprecationReason }): Change => {
      const coordinate = `${type}.${name}`
      return {
        rule: given ? 'enum-value-removed-from-input' : 'enum-value-removed-from-output',
        coordinate,
        message: `the value ${name} of ${type}${both} is gone`,
        seenIn: 'base',
        // An operation does not show which values it is answered.
        reaches: answered ? [coordinate, `→${type}`] : [coordinate],
        removal: true,
        deprecation: deprecationReason ?? undefined,
      }
    }),
    ...after.getValues().flatMap(({ name, deprecationReason }): Change[] => {
      const coordinate = `${type}.${name}`
      const earlier = before.getValue(name)
      if (earlier) return deprecationChanges(coordinate, earlier.deprecationReason, deprecationReason)
      const message = `${name} is new in ${type}${both}`
      return answered
        ? [{ rule: 'enum-value-added-to-output', coordinate, message, seenIn: 'head', reaches: [`→${type}`] }]
        : [{ rule: 'enum-value-added-to-input', coordinate, message, seenIn: 'head', reaches: [] }]
    }),
  ]
}

export function unionChanges(before: GraphQLUnionType, after: GraphQLUnionType): Change[] {
  const old = new Set(before.getTypes().map(({ name }) => name))
  const now = new Set(after.getTypes().map(({ name }) => name))
  const union = after.name
  return [
    ...[...old.difference(now)].map((member): Change => ({
      rule: 'union-member-removed',
      coordinate: `${union}|${member}`,
      message: `${member} is no member of ${union} any more`,
      seenIn: 'base',
      reaches: [union],
    })),
    ...[...now.difference(old)].map((member): Change => ({
      rule: 'union-member-added',
      coordinate: `${union}|${member}`,
      message: `${union} may be a ${member}`,
      seenIn: 'head',
      reaches: [union],
    })),
  ]
}

type Implementation = GraphQLObjectType | GraphQLInterfaceType

/** `known` says which interfaces there were: a new interface surprises nobody. */
export function implementationChanges(
  before: Implementation | undefined,
  after: Implementation | undefined,
  known: (interfaceName: string) => boolean,
): Change[] {
  const old = new Set(before?.getInterfaces().map(({ name }) => name))
  const now = new Set(after?.getInterfaces().map(({ name }) => name))
  const type = after?.name ?? before?.name ?? ''
  return [
    ...[...old.difference(now)].map((name): Change => ({
      rule: 'implementation-removed',
      coordinate: `${name}|${type}`,
      message: `${type} does not implement ${name} any more`,
      seenIn: 'base',
      reaches: [name],
    })),
    ...[...now.difference(old)].filter(known).map((name): Change => ({
      rule: 'implementation-added',
      coordinate: `${name}|${type}`,
      message: `a ${name} may be a ${type}`,
      seenIn: 'head',
      reaches: [name],
    })),
  ]
}

import {
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import { rules } from '../rules.ts'
import type { Change } from './change.ts'
import { executableDirectives } from './differences.ts'

/** A change of a type that no operation could name before breaks nobody, whatever leads to it now. */
export function harmlessWhereNobodyGets(before: GraphQLSchema): (change: Change) => Change {
  const reachable = reachableIn(before)
  return (change) => {
    const [type = ''] = change.coordinate.split(/[.|(]/)
    const unreachable = before.getType(type) !== undefined && !reachable.has(type)
    if (!unreachable || (change.severity ?? rules[change.rule].severity) === 'notice') return change
    const message = `${change.message}; no operation got to ${type} before`
    return { ...change, message, severity: 'notice', removal: undefined, deprecation: undefined }
  }
}

/** The types that an operation can name: from the roots by fields and arguments, and by fragments of what may be one. */
function reachableIn(schema: GraphQLSchema): Set<string> {
  const abstractOf = new Map<string, GraphQLNamedType[]>()
  for (const one of Object.values(schema.getTypeMap()).filter(isAbstractType)) {
    for (const { name } of schema.getPossibleTypes(one)) abstractOf.set(name, [...(abstractOf.get(name) ?? []), one])
  }
  const found = new Set<string>()
  const left: GraphQLNamedType[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ].filter((type) => type != null)
  for (const { args } of executableDirectives(schema)) left.push(...args.map(({ type }) => getNamedType(type)))
  for (let type = left.pop(); type !== undefined; type = left.pop()) {
    if (found.has(type.name)) continue
    found.add(type.name)
    left.push(...leadsTo(type))
    if (isAbstractType(type)) left.push(...schema.getPossibleTypes(type))
    left.push(...(abstractOf.get(type.name) ?? []))
  }
  return found
}

function leadsTo(type: GraphQLNamedType): GraphQLNamedType[] {
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => getNamedType(field.type))
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  return Object.values(type.getFields()).flatMap((field) => [
    getNamedType(field.type),
    ...field.args.map((arg) => getNamedType(arg.type)),
  ])
}

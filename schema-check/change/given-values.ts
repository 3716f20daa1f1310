import { isNonNullType, type GraphQLArgument, type GraphQLInputField } from 'graphql'
import type { RuleId } from '../rules.ts'
import type { Change } from './change.ts'
import { deprecationChanges } from './deprecations.ts'
import { literalOf } from './literal.ts'
import { typeChange } from './type-change.ts'

/** What clients give: the arguments of a field or directive, or the fields of an input. */
interface Place {
  readonly kind: 'argument' | 'input-field'
  /** What is given to: `Query.books`, `@include`, `RegisterBookInput`. */
  readonly owner: string
  coordinate(name: string): string
}

type Given = GraphQLArgument | GraphQLInputField

const words = { argument: 'argument', 'input-field': 'field' } as const

export function argumentsOf(owner: string): Place {
  return { kind: 'argument', owner, coordinate: (name) => `${owner}(${name}:)` }
}

export function fieldsOfInput(owner: string): Place {
  return { kind: 'input-field', owner, coordinate: (name) => `${owner}.${name}` }
}

export function givenChanges(place: Place, before: readonly Given[], after: readonly Given[]): Change[] {
  const old = new Map(before.map((one) => [one.name, one]))
  const now = new Map(after.map((one) => [one.name, one]))
  return [
    ...before.filter(({ name }) => !now.has(name)).map((one) => removed(place, one)),
    ...after.flatMap((one) => {
      const earlier = old.get(one.name)
      return earlier === undefined ? [added(place, one)] : compared(place, earlier, one)
    }),
  ]
}

function removed({ kind, owner, coordinate }: Place, { name, deprecationReason }: Given): Change {
  const at = coordinate(name)
  return {
    rule: kind === 'argument' ? 'argument-removed' : 'input-field-removed',
    coordinate: at,
    message: `the ${words[kind]} ${name} of ${owner} is gone`,
    seenIn: 'base',
    reaches: [at],
    removal: true,
    deprecation: deprecationReason ?? undefined,
  }
}

function added({ kind, owner, coordinate }: Place, one: Given): Change {
  const at = coordinate(one.name)
  const base = { coordinate: at, seenIn: 'head' } as const
  const what = `the ${words[kind]} ${one.name}: ${textOf(one)}`
  if (!isRequired(one)) {
    const rule = kind === 'argument' ? 'argument-added' : 'input-field-added'
    return { ...base, rule, message: `${owner} takes ${what}`, reaches: [] }
  }
  return {
    ...base,
    rule: kind === 'argument' ? 'argument-required-added' : 'input-field-required-added',
    message: `${owner} requires ${what}`,
    reaches: [owner],
    ...(kind === 'input-field' && { breaksVariablesOf: owner }),
  }
}

function compared(place: Place, before: Given, after: Given): Change[] {
  const at = place.coordinate(after.name)
  const change = (rule: RuleId, message: string, also: Partial<Change> = {}): Change => ({
    rule,
    message,
    coordinate: at,
    seenIn: 'head',
    reaches: [at],
    ...also,
  })
  const { changed, looser, stricter } = typeChange(before.type, after.type)
  const was = `${at} was ${textOf(before)} and is ${textOf(after)}`
  const rule = <const Suffix extends string>(suffix: Suffix) => `${place.kind}-${suffix}` as const
  const changes: Change[] = []
  // Whoever leaves it out is refused: an operation by its text, an input by what stands in the variables.
  const mustBeGiven = isRequired(after) && !isRequired(before)
  if (changed) changes.push(change(rule('type-changed'), was, { reaches: [at, place.owner] }))
  else if (mustBeGiven) changes.push(change(rule('tightened'), was, { reaches: [at, place.owner] }))
  else if (stricter) {
    const onlyOutside = !isRequired(after) && String(after.type) === `${before.type}!`
    changes.push(change(onlyOutside ? rule('null-refused') : rule('tightened'), was))
  } else if (looser || (isRequired(before) && !isRequired(after)))
    changes.push(change(rule('loosened'), was, { reaches: [] }))
  const [defaultBefore, defaultAfter] = [defaultOf(before), defaultOf(after)]
  // One that has to be given has no default that could have changed.
  if (!changed && defaultBefore !== defaultAfter && !mustBeGiven && !isRequired(before)) {
    const message = `${at} is ${defaultAfter ?? 'nothing'} when it is left out, and was ${defaultBefore ?? 'nothing'}`
    changes.push(change(rule('default-changed'), message, { reaches: [], reachesWithout: at }))
  }
  return [...changes, ...deprecationChanges(at, before.deprecationReason, after.deprecationReason)]
}

function isRequired(one: Given): boolean {
  return isNonNullType(one.type) && one.defaultValue === undefined
}

function defaultOf(one: Given): string | undefined {
  return one.defaultValue === undefined ? undefined : literalOf(one.defaultValue, one.type)
}

function textOf(one: Given): string {
  const value = defaultOf(one)
  return value === undefined ? String(one.type) : `${one.type} = ${value}`
}

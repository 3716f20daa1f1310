import { buildSchema, isSpecifiedScalarType, Kind, type GraphQLSchema } from 'graphql'
import { executableDirectives } from '../change/differences.ts'
import type { Config } from '../config.ts'
import { specifiedName } from '../directive-names.ts'
import { type Finding, finding, type Sources } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'
import { supergraphOf } from '../supergraph.ts'
import { besideHead } from './beside-head.ts'
import { composedIndependently } from './compose-independently.ts'
import { composed, composedWithProof, type Composition, type Problem } from './compose.ts'
import { decided } from './decide.ts'
import { invalidSdl, syntaxErrors } from './invalid-sdl.ts'
import { unservable } from './servable.ts'

/** Whether there is a supergraph at all, by the composition that decides, and whether the other one agrees on it. */
export function checkComposition(base: Sources | undefined, head: Sources, config: Config): Finding[] {
  const unparsed = syntaxErrors(head)
  if (unparsed.length > 0) return unparsed
  const { errors, hints } = decided(head)
  const disagreements = newDisagreements(base, head, config)
  if (supergraphOf(head) === undefined) {
    return [...errors.map((error) => told('composition-error', error)), ...disagreements]
  }
  return [
    ...newHints(hints, base).map((hint) => told('composition-hint', hint)),
    ...disagreements,
    ...invalidSdl(base, head),
    ...refused(base, head, config),
  ]
}

/** What the base has already is nothing that this change could mend. */
function newDisagreements(
  base: Sources | undefined,
  head: Sources,
  { compositionDisagreement: severity }: Config,
): Finding[] {
  if (severity === 'off') return []
  const excerpts = base && besideHead(base)?.excerpts
  // What they agree on in all that was touched, they agree on.
  if (excerpts !== undefined && agreesOn(excerpts.head)) return []
  const all = disagreementsIn(head)
  const before = new Set(
    base === undefined || all.length === 0 ? [] : disagreementsIn(base).map(({ message }) => message),
  )
  const fresh = all.filter(({ message }) => !before.has(message))
  const byPlace = Map.groupBy(fresh, ({ coordinate }) => coordinate)
  return [...byPlace].map(([coordinate, [first, ...more]]) => {
    const others = more.length === 0 ? '' : `; and ${more.length} more like it`
    return finding('composition-disagreement', `${first?.message}${others}`, { coordinate, severity })
  })
}

function agreesOn(excerpt: Sources): boolean {
  return excerpt.subgraphs.length === 0 || disagreementsIn(excerpt).length === 0
}

interface Disagreement {
  readonly message: string
  readonly coordinate: string
}

interface Opinion {
  readonly by: string
  readonly errors: readonly string[]
  /** Undefined when there are errors, and when it could not say. */
  readonly apiSchema?: GraphQLSchema | undefined
}

/** None where the other composition could not say. */
export function disagreementsIn(sources: Sources): Disagreement[] {
  const [deciding, other] =
    sources.composedBy === 'guild'
      ? [opinionOfGuild(sources), opinionOfApollo(sources)]
      : [opinionOfApollo(sources), opinionOfGuild(sources)]
  const ofAll = (message: string): Disagreement => ({ message, coordinate: 'supergraph' })
  if (deciding.apiSchema === undefined) {
    const message = `the subgraphs do not compose by ${deciding.by} composition, and do by ${other.by}`
    return other.apiSchema === undefined ? [] : [ofAll(message)]
  }
  return [
    ...other.errors.map((error) => ofAll(`by ${other.by} composition alone the subgraphs do not compose: ${error}`)),
    ...differences(deciding, other, composedDirectives(sources)),
  ]
}

function opinionOfApollo({ composedBy: _, ...sources }: Sources): Opinion {
  const { errors } = composed(sources)
  return { by: 'Apollo’s', errors: errors.map(({ message }) => message), apiSchema: supergraphOf(sources)?.apiSchema }
}

function opinionOfGuild(sources: Sources): Opinion {
  const { errors, publicSdl } = composedIndependently(sources)
  const apiSchema = publicSdl === undefined ? undefined : buildSchema(publicSdl)
  return { by: 'The Guild’s', errors: errors.map(({ message }) => message), apiSchema }
}

/** Some come of the proof that queries can be answered, which of a base is only made when there are such. */
function newHints(hints: readonly Problem[], base: Sources | undefined): readonly Problem[] {
  if (base === undefined || hints.length === 0) return hints
  const isNew = (known: Pick<Composition, 'hints'>) => {
    const before = new Set(known.hints.map(({ message }) => message))
    return ({ message }: Problem) => !before.has(message)
  }
  const fresh = hints.filter(isNew(besideHead(base) ?? composed(base)))
  return fresh.some(({ code }) => code === OF_QUERIES) ? fresh.filter(isNew(composedWithProof(base))) : fresh
}

const OF_QUERIES = 'INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN'

/** Nobody said which router it is: then it is told where it comes, and what was there before is served by somebody. */
function refused(base: Sources | undefined, head: Sources, { router }: Config): Finding[] {
  if (router === 'other') return []
  const found = unservable(head)
  if (router !== undefined || found.length === 0) return found
  const before = new Set((base === undefined ? [] : unservable(base)).map(({ message }) => message))
  return found.filter(({ message }) => !before.has(message))
}

function told(rule: 'composition-error' | 'composition-hint', { code, message, location, subgraph }: Problem): Finding {
  const text = `${code}: ${message.replaceAll(/\s+/g, ' ')}`
  return finding(rule, `${text}${adviceOn(message)}`, { coordinate: code, location, subgraph })
}

/** Directives of other tools are for a composition what nobody has defined. */
function adviceOn(message: string): string {
  const [, name] = /Unknown directive "(@\w+)"/.exec(message) ?? []
  if (name === undefined || message.includes('@link')) return ''
  return ` If it is another tool’s, define it in the subgraph (directive ${name} on …): then clients see nothing of it.`
}

/** `@mine` of `@composeDirective(name: "@mine")`: it is for routers, and whether clients see it hangs on the router. */
function composedDirectives({ subgraphs }: Sources): Set<string> {
  const directives = subgraphs.flatMap((subgraph) =>
    definitionsOf(subgraph)
      .flatMap((one) => (one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION ? [one] : []))
      .flatMap(({ directives: own = [] }) => own.filter((one) => specifiedName(subgraph, one) === 'composeDirective')),
  )
  return new Set(
    directives
      .flatMap(({ arguments: given = [] }) => given)
      .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : [])),
  )
}

/** What clients would see by one composition and not by the other. */
function differences(one: Opinion, other: Opinion, leftOut: ReadonlySet<string>): Disagreement[] {
  if (one.apiSchema === undefined || other.apiSchema === undefined) return []
  const [first, second] = [signatures(one.apiSchema), signatures(other.apiSchema)]
  const coordinates = [...new Set([...first.keys(), ...second.keys()])].sort()
  return coordinates
    .filter((coordinate) => first.get(coordinate) !== second.get(coordinate) && !leftOut.has(coordinate))
    .map((coordinate) => {
      const by = (text: string | undefined) => text ?? 'nothing'
      const message = `${coordinate} is ${by(first.get(coordinate))} by ${one.by} composition and ${by(second.get(coordinate))} by ${other.by}`
      return { message, coordinate }
    })
}

/** Answers in parts: a router that has them defines them, whatever subgraphs write. */
const OF_ROUTERS: ReadonlySet<string> = new Set(['defer', 'stream'])

/** Every type, field, argument and value with what it is. */
function signatures(schema: GraphQLSchema): Map<string, string> {
  const found = new Map<string, string>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue
    found.set(type.name, type.astNode?.kind ?? 'type')
    if ('getValues' in type) for (const { name } of type.getValues()) found.set(`${type.name}.${name}`, 'a value')
    if ('getFields' in type) {
      for (const field of Object.values(type.getFields())) {
        found.set(`${type.name}.${field.name}`, String(field.type))
        for (const arg of 'args' in field ? field.args : []) {
          found.set(`${type.name}.${field.name}(${arg.name}:)`, `${arg.type} = ${JSON.stringify(arg.defaultValue)}`)
        }
      }
    }
    if ('getTypes' in type) for (const { name } of type.getTypes()) found.set(`${type.name}|${name}`, 'a member')
  }
  for (const { name } of executableDirectives(schema)) if (!OF_ROUTERS.has(name)) found.set(`@${name}`, 'a directive')
  return found
}

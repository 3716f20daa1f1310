import type { FetchNode, PlanNode, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner'
import {
  doTypesOverlap,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { operationOf, selectedFields, type Place, type SelectedField } from './selected-fields.ts'

type Node = PlanNode | SubscriptionNode

/** Why a plan does not answer what was asked. */
export interface PlanProblem {
  readonly kind:
    /** One place in the answer is written by two fields, or by one with two lists of arguments. */
    | 'CONFLICT'
    /** A key is sent that another field has written under the key's name. */
    | 'KEY_ALIASED'
    /** What a field requires was fetched with other arguments than it requires. */
    | 'REQUIRES'
    /** A root field is fetched by nobody. */
    | 'NOT_FETCHED'
  readonly what: string
  /** The field that requires, as `Type.field`, when two of the subgraphs contradict each other. */
  readonly requiredBy?: string | undefined
}

interface Requirement {
  readonly subgraph: string
  readonly fields: SelectionSetNode
}

/** Who writes a place in the answer, and what. */
interface Written extends SelectedField {
  readonly by: string
}

const CLIENT = 'the client'

/** Holds plans against what was asked. The planner looks at neither aliases nor arguments when it joins two fetches. */
export class PlanCheck {
  readonly #schema: GraphQLSchema
  readonly #requirements: ReadonlyMap<string, readonly Requirement[]>

  /** The whole supergraph, with what clients do not see and its `join` directives. */
  constructor(supergraph: GraphQLSchema) {
    this.#schema = supergraph
    this.#requirements = requirementsOf(supergraph)
  }

  /** Whether somebody requires the field's siblings. */
  isRequiring(coordinate: string): boolean {
    return this.#requirements.has(coordinate)
  }

  problemsOf(document: DocumentNode, operationName: string | undefined, node: Node | undefined): PlanProblem[] {
    const operation = operationOf(document, operationName)
    const root = this.#schema.getRootType(operation.operation) ?? undefined
    const written = new Map<string, Written[]>()
    const problems: PlanProblem[] = []
    const write = (field: SelectedField, by: string) => {
      const known = written.get(field.at) ?? []
      const other = known.find((one) => !isSame(one, field) && this.#overlap(one.parent, field.parent))
      if (other !== undefined) problems.push(conflict(other, { ...field, by }))
      else written.set(field.at, [...known, { ...field, by }])
    }
    const asked = [...selectedFields(this.#schema, document, operation.selectionSet, { at: '', type: root })]
    for (const field of asked) write(field, CLIENT)
    const fetched = new Set<string>()
    for (const [fetch, at] of fetchesOf(node)) {
      const fields = this.#fetchedBy(fetch, { at, type: fetch.requires === undefined ? root : undefined })
      for (const field of fields) {
        const renamed = renamedTo(fetch, field.responseName)
        fetched.add(renamed === undefined ? field.at : `${field.within}.${renamed}`)
        if (renamed === undefined) write(field, fetch.serviceName)
      }
      if (fetch.requires === undefined) continue
      problems.push(...wrongKeys(fetch.requires, at, fetch.serviceName, written))
      for (const field of fields)
        if (field.within === at) problems.push(...this.#wrongRequirements(field, fetch, written))
    }
    const lost = asked.find(({ at, within, name }) => within === '' && !name.startsWith('__') && !fetched.has(at))
    if (lost !== undefined) problems.push({ kind: 'NOT_FETCHED', what: `no subgraph can deliver ${placeOf(lost)}` })
    return problems
  }

  #fetchedBy(fetch: FetchNode, place: Place): SelectedField[] {
    const document = parse(fetch.operation)
    const { selectionSet } = operationOf(document)
    const [entities] = selectionSet.selections
    const isEntities = fetch.requires !== undefined && entities?.kind === Kind.FIELD
    const set = isEntities ? entities.selectionSet : selectionSet
    return set === undefined ? [] : [...selectedFields(this.#schema, document, set, place)]
  }

  #wrongRequirements(field: SelectedField, fetch: FetchNode, written: ReadonlyMap<string, Written[]>): PlanProblem[] {
    const requiredBy = `${field.parent?.name}.${field.name}`
    const ofThis = (this.#requirements.get(requiredBy) ?? []).filter(({ subgraph }) => subgraph === fetch.serviceName)
    return ofThis.flatMap(({ fields }) =>
      [...selectedFields(this.#schema, undefined, fields, { at: field.within, type: field.parent })].flatMap((needed) =>
        (written.get(needed.at) ?? [])
          .filter((one) => one.name === needed.name && one.given !== needed.given)
          .filter((one) => this.#overlap(one.parent, needed.parent))
          .map((one): PlanProblem => {
            const what = `${requiredBy} requires ${textOf(needed)}, and ${textOf(one)} is fetched for ${one.by}`
            return { kind: 'REQUIRES', what, requiredBy: one.by === CLIENT ? undefined : requiredBy }
          }),
      ),
    )
  }

  #overlap(one: Place['type'], other: Place['type']): boolean {
    return one === undefined || other === undefined || doTypesOverlap(this.#schema, one, other)
  }
}

const isSame = (one: SelectedField, other: SelectedField) => one.name === other.name && one.given === other.given
const textOf = ({ name, given }: SelectedField) => (given === '' ? name : `${name}(${given})`)
const placeOf = ({ at }: SelectedField) => at.slice(1)

function conflict(one: Written, other: Written): PlanProblem {
  const what = `${placeOf(one)} is ${textOf(one)} for ${one.by} and ${textOf(other)} for ${other.by}`
  return { kind: 'CONFLICT', what }
}

/** Keys that are sent under a name that is another field's. */
function wrongKeys(
  selections: readonly QueryPlanSelectionNode[],
  at: string,
  subgraph: string,
  written: ReadonlyMap<string, Written[]>,
): PlanProblem[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return wrongKeys(selection.selections, at, subgraph, written)
    const place = `${at}.${selection.alias ?? selection.name}`
    const others = (written.get(place) ?? []).filter(({ name }) => name !== selection.name)
    return [
      ...others.map((other): PlanProblem => {
        return { kind: 'KEY_ALIASED', what: `${subgraph} is sent ${textOf(other)} as ${selection.name}` }
      }),
      ...wrongKeys(selection.selections ?? [], place, subgraph, written),
    ]
  })
}

function renamedTo({ outputRewrites = [] }: FetchNode, responseName: string): string | undefined {
  for (const rewrite of outputRewrites) {
    if (rewrite.kind === 'KeyRenamer' && rewrite.path.at(-1) === responseName) return rewrite.renameKeyTo
  }
  return undefined
}

function fetchesOf(node: Node | undefined, at = ''): (readonly [FetchNode, at: string])[] {
  switch (node?.kind) {
    case undefined:
    case 'Defer':
      return []
    case 'Fetch':
      return [[node, at]]
    case 'Flatten':
      return fetchesOf(node.node, [at, ...node.path.filter((step) => step !== '@')].join('.'))
    case 'Condition':
      return [...fetchesOf(node.ifClause, at), ...fetchesOf(node.elseClause, at)]
    case 'Subscription':
      return [...fetchesOf(node.primary, at), ...fetchesOf(node.rest, at)]
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((part) => fetchesOf(part, at))
  }
}

/** `Type.field` → what subgraphs require for it, of `@join__field(requires:)`. */
function requirementsOf(schema: GraphQLSchema): ReadonlyMap<string, readonly Requirement[]> {
  const subgraphs = new Map<string, string>()
  const graphs = schema.getType('join__Graph')?.astNode
  if (graphs?.kind === Kind.ENUM_TYPE_DEFINITION) {
    for (const { name, directives = [] } of graphs.values ?? []) {
      subgraphs.set(name.value, directives.flatMap((one) => argumentOf(one, 'name') ?? [])[0] ?? name.value)
    }
  }
  const requirements = new Map<string, Requirement[]>()
  const types = Object.values(schema.getTypeMap()).filter((type): type is GraphQLCompositeType => isCompositeType(type))
  for (const type of types) {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
    for (const { name, astNode } of fields) {
      for (const directive of astNode?.directives ?? []) {
        const requires = directive.name.value === 'join__field' ? argumentOf(directive, 'requires') : undefined
        if (requires === undefined) continue
        const coordinate = `${type.name}.${name}`
        const subgraph = subgraphs.get(argumentOf(directive, 'graph') ?? '') ?? ''
        const fieldSet = operationOf(parse(`{ ${requires} }`)).selectionSet
        requirements.set(coordinate, [...(requirements.get(coordinate) ?? []), { subgraph, fields: fieldSet }])
      }
    }
  }
  return requirements
}

function argumentOf({ arguments: given = [] }: ConstDirectiveNode, argument: string): string | undefined {
  const value = given.find(({ name }) => name.value === argument)?.value
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined
}

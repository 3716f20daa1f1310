import {
  getArgumentValues,
  getVariableValues,
  GraphQLError,
  Kind,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { variablesProblem } from '@ebook/chassis/variables'
import { refuseNulls } from '../documents/null-variables.ts'
import { costOf } from '../documents/operation-cost.ts'
import { hydrate } from './hydrate.ts'
import type { Prepared } from './planned-subscription.ts'
import type { Plan } from './subscription-plan.ts'

/** The root field's argument that says how to begin, and nothing about what is told: who differs in it can share a group. */
const BEGINNING = 'snapshot'

export function bind(plan: Plan): Prepared {
  const { document, operation } = plan
  const { primary, rest } = plan.node
  const text = print(document)
  const { operation: node, fragments, schema: graphqlApiSchema } = operation.asked
  const definitions = node.variableDefinitions ?? []
  const root = rootField(node.selectionSet, fragments)
  const field = graphqlApiSchema.getSubscriptionType()?.getFields()[root.name.value]
  if (field === undefined) throw new Error(`${root.name.value} is not a subscription field`)
  const onlyForBeginning = variablesOnlyFor(root, document)

  return {
    bind(variables) {
      const { coerced } = getVariableValues(graphqlApiSchema, definitions, variables)
      if (coerced === undefined)
        throw variablesProblem(graphqlApiSchema, node, variables) ?? new GraphQLError('The variables do not fit.')
      refuseNulls(graphqlApiSchema, document, node, variables)
      const { [BEGINNING]: beginning, ...others } = getArgumentValues(field, root, coerced)
      const executed = operation.variables(coerced)
      const used = primary.variableUsages ?? []
      const grouping = Object.entries(coerced).filter(([name]) => !onlyForBeginning.has(name))
      return {
        subgraph: primary.serviceName,
        upstream: {
          query: primary.operation,
          operationName: primary.operationName,
          variables: Object.fromEntries(
            used.flatMap((name) => (Object.hasOwn(executed, name) ? [[name, executed[name]]] : [])),
          ),
        },
        begin: beginning === true ? 'snapshot' : 'now',
        argumentsKey: canonical([root.name.value, withoutNulls(others)]),
        groupKey: canonical([text, node.name?.value, Object.fromEntries(grouping)]),
        cost: costOf(graphqlApiSchema, document, node, coerced),
        hydratesNothing: rest === undefined,
        hydrate: (payload, context) => hydrate(plan, coerced, payload, context),
      }
    },
  }
}

/** Validation has made sure that there is exactly one. */
function rootField(
  { selections }: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): FieldNode {
  const [selection] = selections
  if (selection?.kind === Kind.FIELD) return selection
  const set =
    selection?.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value]?.selectionSet : selection?.selectionSet
  if (set === undefined) throw new Error('a subscription without a field')
  return rootField(set, fragments)
}

function variablesOnlyFor(root: FieldNode, document: DocumentNode): ReadonlySet<string> {
  const value = root.arguments?.find(({ name }) => name.value === BEGINNING)?.value
  if (value?.kind !== Kind.VARIABLE) return new Set()
  const name = value.name.value
  let uses = 0
  visit(document, {
    // What stands there only declares it.
    VariableDefinition: () => false,
    Variable: (variable) => {
      if (variable.name.value === name) uses += 1
    },
  })
  return uses === 1 ? new Set([name]) : new Set()
}

/** An argument that is null is one that is not given. */
function withoutNulls(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

/** JSON in which the order of keys does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

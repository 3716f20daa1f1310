import {
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  specifiedRules,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { readDocument } from '@ebook/chassis/read-document'
import { MOST_ERRORS, MOST_SELECTIONS, MOST_TOKENS, operationLimits } from './operation-limits.ts'

const limits = operationLimits()

/** Parses and validates under the limits that hold over HTTP. Throws the first error, with the codes of HTTP. */
export function readSubscription(
  text: string,
  schema: GraphQLSchema,
  { production }: { readonly production: boolean },
): DocumentNode {
  return readDocument(text, schema, {
    rules: [...specifiedRules, ...limits, ...(production ? [NoSchemaIntrospectionCustomRule] : [])],
    mostTokens: MOST_TOKENS,
    mostErrors: MOST_ERRORS,
    hideSuggestions: production,
    refuse(document) {
      refuseOptionalRoot(document)
      if (selectionsOf(document) <= MOST_SELECTIONS) return
      throw new GraphQLError('The operation asks for too many fields.', {
        extensions: { reason: 'TOO_MANY_SELECTIONS' },
      })
    },
  })
}

/**
 * graphql-js' rule of the single root field evaluates `@skip` and `@include` without variables, and throws. Whether a
 * subscription asks for anything is not for its variables to decide anyway.
 */
function refuseOptionalRoot(document: DocumentNode): void {
  const fragments = fragmentsOf(document)
  // Each is looked at once: fragments that spread each other twice would be looked at 2^n times.
  const seen = new Set<string>()
  const look = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      const optional = selection.directives?.find(({ name }) => name.value === 'skip' || name.value === 'include')
      if (optional) {
        const message = `@${optional.name.value} cannot stand at the root of a subscription.`
        throw new GraphQLError(message, { nodes: optional, extensions: { reason: 'OPTIONAL_ROOT' } })
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) look(selection.selectionSet)
      if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue
      seen.add(selection.name.value)
      const fragment = fragments.get(selection.name.value)
      if (fragment) look(fragment.selectionSet)
    }
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION) {
      look(definition.selectionSet)
    }
  }
}

/** Every spread counts what it spreads, as Apollo Server's maxRecursiveSelections has it; each fragment is counted once. */
function selectionsOf(document: DocumentNode): number {
  const fragments = fragmentsOf(document)
  const counted = new Map<string, number>()
  const count = ({ selections }: SelectionSetNode): number => {
    let sum = 0
    for (const selection of selections) {
      sum += 1
      if (selection.kind === Kind.FRAGMENT_SPREAD) sum += ofFragment(selection.name.value)
      else if (selection.selectionSet) sum += count(selection.selectionSet)
    }
    return sum
  }
  const ofFragment = (name: string): number => {
    const known = counted.get(name)
    if (known !== undefined) return known
    // One that spreads itself is refused by validation.
    counted.set(name, 0)
    const fragment = fragments.get(name)
    const sum = fragment ? count(fragment.selectionSet) : 0
    counted.set(name, sum)
    return sum
  }
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return Math.max(0, ...operations.map(({ selectionSet }) => count(selectionSet)))
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
}

import {
  GraphQLError,
  Kind,
  LoneSchemaDefinitionRule,
  UniqueArgumentDefinitionNamesRule,
  UniqueArgumentNamesRule,
  UniqueEnumValueNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationTypesRule,
  type DefinitionNode,
} from 'graphql'
import { validateSDL } from 'graphql/validation/validate.js'
import { type Finding, finding, type Sources, type SubgraphSource } from '../finding.ts'
import { definitionsOf, placeOf, syntaxErrorsIn } from '../sdl.ts'

/** Of the rules of GraphQL those that Apollo's composition does not ask for, and that hold whatever federation adds. */
const RULES = [
  LoneSchemaDefinitionRule,
  UniqueOperationTypesRule,
  UniqueEnumValueNamesRule,
  UniqueArgumentDefinitionNamesRule,
  UniqueArgumentNamesRule,
  UniqueInputFieldNamesRule,
]

const known = new WeakMap<SubgraphSource, readonly Finding[]>()

/** What composes and is no valid GraphQL: a server does not start with it, and other compositions refuse it. */
export function invalidSdl(base: Sources | undefined, head: Sources): Finding[] {
  const before = new Set(base?.subgraphs.flatMap((one) => problemsIn(one).map(keyOf)))
  return head.subgraphs
    .flatMap(problemsIn)
    .map((one) => (before.has(keyOf(one)) ? { ...one, severity: 'warning' as const } : one))
}

/** Whether it was so before or not, there is nothing to serve. Without a coordinate, so that nobody can approve it. */
export function syntaxErrors({ subgraphs }: Sources): Finding[] {
  return subgraphs.flatMap((subgraph) =>
    syntaxErrorsIn(subgraph).map(({ message, location }) =>
      finding('schema-invalid', `in ${subgraph.name}, ${message}`, { subgraph: subgraph.name, location }),
    ),
  )
}

function keyOf({ subgraph, message }: Finding): string {
  return `${subgraph} ${message}`
}

function problemsIn(subgraph: SubgraphSource): readonly Finding[] {
  const found = known.get(subgraph) ?? findProblems(subgraph)
  known.set(subgraph, found)
  return found
}

function findProblems(subgraph: SubgraphSource): Finding[] {
  const definitions = definitionsOf(subgraph)
  const errors = [...validateSDL({ kind: Kind.DOCUMENT, definitions }, null, RULES), ...definitions.flatMap(ofOneOf)]
  return errors.map(({ message, nodes = [] }) => {
    // Of what stands there twice the second.
    const node = nodes.at(-1)
    return finding('schema-invalid', `in ${subgraph.name}, ${message}`, {
      coordinate: subgraph.name,
      subgraph: subgraph.name,
      location: node && placeOf(subgraph, node),
    })
  })
}

/** https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects: each field may be null, and none has a default. */
function ofOneOf(definition: DefinitionNode): GraphQLError[] {
  if (definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return []
  if (definition.directives?.every(({ name }) => name.value !== 'oneOf')) return []
  return (definition.fields ?? [])
    .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE || defaultValue !== undefined)
    .map((field) => {
      const place = `${definition.name.value}.${field.name.value}`
      return new GraphQLError(`${place} of a @oneOf input has to be given or has a default; it may be neither.`, {
        nodes: field,
      })
    })
}

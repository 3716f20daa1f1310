import { errorCodeDef, ERRORS } from '@apollo/federation-internals'
import type { FetchNode } from '@apollo/query-planner'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import { merge, type JsonObject } from './json.ts'
import { pathsAt, type Path } from './places.ts'
import { representationOf } from './representation.ts'
import type { Run, Step } from './run.ts'
import type { SubgraphAnswer, SubgraphRequest } from './subgraph-source.ts'

type Send = (request: SubgraphRequest, run: Run) => Promise<SubgraphAnswer>

/** Asks a subgraph, for root fields or for what it knows of entities, and puts what it says where it belongs. */
export function fetchStep(fetch: FetchNode, schema: GraphQLSchema, send: Send): Step {
  const { operation: query, requires } = fetch
  const bodyOf = bodyWriter(fetch)

  const ask = async (run: Run, path: Path, representations?: readonly JsonObject[]) => {
    const body = bodyOf(run.variables, representations)
    const answer = await send({ query, body, entities: representations?.length, path }, run)
    run.answers.push(answer)
    run.errors.push(...errorsOf(fetch, answer, run, path))
    return answer.data as JsonObject | null | undefined
  }

  const fetchFields: Step = async (run, data, path) => {
    const targets = Array.isArray(data) ? data.filter(isSomething) : [data]
    if (targets.length === 0) return
    const found = await ask(run, path)
    for (const target of targets) merge(target as JsonObject, found)
  }

  const fetchEntities: Step = async (run, data, path) => {
    const targets: JsonObject[] = []
    const representations: JsonObject[] = []
    for (const entity of (Array.isArray(data) ? data : [data]) as JsonObject[]) {
      if (!isSomething(entity)) continue
      const representation = representationOf(schema, entity, requires ?? [])
      if (!representation?.['__typename']) continue
      representations.push(representation)
      targets.push(entity)
    }
    if (targets.length === 0) return
    const found = await ask(run, path, representations)
    if (!found) return
    const { _entities: entities } = found
    if (!Array.isArray(entities)) throw new Error('Expected "data._entities" in response to be an array')
    if (entities.length !== targets.length) {
      throw new Error(`Expected "data._entities" to contain ${targets.length} elements`)
    }
    targets.forEach((target, index) => {
      const entity = entities[index] as JsonObject | null | undefined
      if (entity && !entity['__typename']) entity['__typename'] = target['__typename']
      merge(target, entity)
    })
  }

  const step = requires === undefined ? fetchFields : fetchEntities
  return async (run, data, path) => {
    try {
      await step(run, data, path)
    } catch (error) {
      run.errors.push(error as GraphQLError)
    }
  }
}

/** All of a request's JSON but the values of its variables is the same each time. */
function bodyWriter({ operation, operationName, variableUsages = [] }: FetchNode) {
  const beginning = `{"query":${JSON.stringify(operation)},"variables":{`
  const end = operationName === undefined ? '}}' : `},"operationName":${JSON.stringify(operationName)}}`
  const keys = variableUsages.map((name) => [name, `${JSON.stringify(name)}:`] as const)
  return (variables: Run['variables'], representations: readonly JsonObject[] | undefined): string => {
    const written: string[] = []
    for (const [name, key] of keys) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined
      if (value !== undefined) written.push(key + JSON.stringify(value))
    }
    if (representations !== undefined) written.push(`"representations":${JSON.stringify(representations)}`)
    return beginning + written.join(',') + end
  }
}

/** The subgraph's errors, each at its place in the whole answer. */
function errorsOf(
  { serviceName, requires }: FetchNode,
  { errors }: SubgraphAnswer,
  run: Run,
  path: Path,
): readonly GraphQLError[] {
  if (errors === undefined) return []
  let entityPaths: readonly Path[] | undefined
  const placeOf = (given: Path | undefined): Path | undefined => {
    if (given === undefined) return undefined
    const [, index] = given
    if (requires === undefined || typeof index !== 'number') return [...path, ...given]
    entityPaths ??= pathsAt(run.found, path)
    return [...(entityPaths[index] ?? []), ...given.slice(2)]
  }
  return errors.map((error) => {
    const code = errorCodeDef(error as GraphQLError)
    const message = error.message || `Error while fetching subquery from service "${serviceName}"`
    const options = {
      originalError: error as GraphQLError,
      path: placeOf(error.path),
      extensions: { ...error.extensions, serviceName },
    }
    if (code === undefined && error.extensions?.['code']) return new GraphQLError(message, options)
    return (code ?? ERRORS.DOWNSTREAM_SERVICE_ERROR).err(message, options)
  })
}

const isSomething = <Value>(value: Value): value is NonNullable<Value> => value !== null && value !== undefined

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildOperationContext } from '@apollo/gateway'
import fc from 'fast-check'
import { OperationTypeNode, parse, validate, type GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { readTrustedDocuments } from '../documents/trusted-documents.ts'
import { Planner } from '../planning/planner.ts'
import { madeUpSubgraphs } from '../testing/made-up-subgraphs.ts'
import { servedBy } from '../testing/planned-here.ts'
import { randomOperation, randomVariables } from '../testing/random-operation.ts'
import { Random } from '../testing/random.ts'
import { toySupergraph } from '../testing/toy-federation.ts'
import { CompiledOperation } from './compiled-operation.ts'
import type { ExecutedSchema, Execution } from './execution.ts'
import { textOf } from './json-text.ts'
import type { AnyNode } from './plan-nodes.ts'
import { executeByStock } from './stock-executor.ts'

const RUNS = 30
/** Found by chance: a subgraph named an unknown type for the whole of its answer; two fetches failed at once. */
const FOUND = [-607309534, -42965929]
const own = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')

interface Told {
  readonly data?: object | null
  readonly errors?: readonly GraphQLError[]
  readonly extensions?: { readonly valueCompletion?: readonly GraphQLError[] }
}

/** Byte for byte, with the names of what is thrown. */
const toldBy = (execution: Promise<unknown>) =>
  execution.then(
    (result) => {
      const { data, errors, extensions } = result as Told
      const text = data ? textOf(data) : undefined
      if (text !== undefined) expect(String(text)).toBe(JSON.stringify({ data }))
      const messages = [errors, extensions?.valueCompletion].map((list) => list?.map((error) => JSON.stringify(error)))
      return JSON.stringify([data, ...messages])
    },
    // Of several fetches that fail at once, either executor tells the first.
    (error: unknown) => `thrown: ${String(error).replace(/(array in result for path element) .*/, '$1')}`,
  )

/** What the subgraph that a subscription follows sends for one event. */
async function payloadOf(node: AnyNode | undefined, sourceOf: ExecutedSchema['sourceOf'], variables: object) {
  if (node?.kind !== 'Subscription') return undefined
  const { serviceName, operation: query } = node.primary
  return sourceOf(serviceName).ask(
    { query, body: JSON.stringify({ query, variables }), entities: undefined, path: [] },
    {},
  )
}

describe.each([
  ['the toy federation', toySupergraph],
  ['our own supergraph', own],
])('over %s the compiled executor answers what the stock one does, byte for byte', (_name, sdl) => {
  const planner = new Planner(sdl)

  async function differs(seed: number, operation: OperationTypeNode, damage: number): Promise<string | undefined> {
    const random = new Random(seed)
    const { text, variables } = randomOperation(planner.schema, random, { operation })
    const sent = parse(text)
    if (validate(planner.schema, sent).length > 0) return undefined
    const document = planner.responseNames.rename(sent, 'Asked')?.document ?? sent
    const sourceOf = madeUpSubgraphs(planner.supergraph, { damage })
    const schema = servedBy(planner, sourceOf)
    const { node } = planner.plan(document, 'Asked')
    const asked = buildOperationContext({ schema: planner.schema, operationDocument: document })
    // Each gets an answer of its own: what was found is changed.
    const execution = async (): Promise<Execution> => ({
      variables,
      context: {},
      payload: await payloadOf(node, sourceOf, variables).catch(() => undefined),
    })
    const compiled = new CompiledOperation({ document, operationName: 'Asked', nodes: node ? [node] : [] }, schema)
    const ours = await toldBy(compiled.execute(await execution()))
    const theirs = await toldBy(executeByStock(node, asked, schema, await execution()))
    return ours === theirs ? undefined : `${seed}\n${text}\n${JSON.stringify(variables)}\n${ours}\n${theirs}`
  }

  test.each([
    [OperationTypeNode.QUERY, 0],
    [OperationTypeNode.QUERY, 0.5],
    [OperationTypeNode.MUTATION, 0.3],
    [OperationTypeNode.SUBSCRIPTION, 0.3],
  ])(
    '%s operations, %d of the answers damaged',
    async (operation, damage) => {
      if (planner.schema.getRootType(operation) == null) return
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          expect(await differs(seed, operation, damage)).toBeUndefined()
        }),
        { numRuns: tries(RUNS), examples: FOUND.map((seed): [number] => [seed]) },
      )
    },
    triedWithin(60_000),
  )
})

test('every trusted document whose answers are as promised is executed without the stock executor', async () => {
  const planner = new Planner(own)
  const schema = servedBy(planner, madeUpSubgraphs(planner.supergraph))
  const stockless = {
    ...schema,
    get apiSchema(): never {
      throw new Error('the stock executor was asked')
    },
  }
  const documents = await readTrustedDocuments(
    fileURLToPath(new URL('../../schema/trusted-documents.json', import.meta.url)),
  )
  let asItCame = 0
  for (const { text, operationName } of documents.all()) {
    const document = parse(text)
    const { node } = planner.plan(document, operationName)
    const variables = randomVariables(planner.schema, document, new Random(1))
    const payload = await payloadOf(node, schema.sourceOf, variables)
    const operation = new CompiledOperation({ document, operationName, nodes: node ? [node] : [] }, stockless)
    const executed = await operation.execute({ variables, context: {}, payload })
    expect(executed, operationName).not.toHaveProperty('extensions')
    if (executed.data && textOf(executed.data)) asItCame += 1
  }
  expect(asItCame).toBeGreaterThan(5)
})

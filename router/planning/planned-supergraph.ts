import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parse, printSchema, validateSchema } from 'graphql'
import type { HonestPlan } from '../../schema-check/plans/honest/honest-plan.ts'
import { problemsOf } from '../../schema-check/use/problems.ts'
import { sha256, type TrustedDocument } from '../documents/trusted-documents.ts'
import { planKey, type PlannedText } from './plan-key.ts'
import type { Planner } from './planner.ts'
import { messageOf, refuse } from './unsafe-supergraph.ts'

/** What is to be planned. */
export interface PlanningOrder {
  readonly supergraphSdl: string
  /** Each must have a plan. */
  readonly documents: readonly TrustedDocument[]
}

/** The first line; every other one is a plan's key, a space and the plan. */
interface Heading {
  /** Of the order that was planned. */
  readonly key: string
  readonly apiSdl: string
  readonly subgraphs: readonly { readonly name: string; readonly url?: string | undefined }[]
  readonly namesInFieldSets: readonly string[]
}

/**
 * All that serving a supergraph needs of its planning, as lines of JSON in bytes: so it comes out of a file or another
 * thread at once, and a plan is read when it is asked for.
 */
export class PlannedSupergraph {
  readonly heading: Heading
  readonly #bytes: Buffer
  readonly #places = new Map<string, readonly [from: number, to: number]>()

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const first = this.#bytes.indexOf(NEWLINE)
    this.heading = JSON.parse(this.#bytes.toString('utf8', 0, first)) as Heading
    for (let from = first + 1; from < this.#bytes.length;) {
      const [space, end] = [this.#bytes.indexOf(SPACE, from), this.#bytes.indexOf(NEWLINE, from)]
      this.#places.set(this.#bytes.toString('latin1', from, space), [space + 1, end])
      from = end + 1
    }
  }

  get size(): number {
    return this.#places.size
  }

  has(key: string): boolean {
    return this.#places.has(key)
  }

  plan(key: string): HonestPlan | undefined {
    const place = this.#places.get(key)
    return place && (JSON.parse(this.#bytes.toString('utf8', ...place)) as HonestPlan)
  }
}

const [NEWLINE, SPACE] = ['\n', ' ']

/**
 * Plans everything that is ordered, and as much of `others` as can be. Throws UnsafeSupergraph, which names each document
 * that the supergraph cannot answer. Each is validated too, for the planner does not look at everything: not at fields
 * that an input object must have.
 */
export function plannedSupergraph(planner: Planner, order: PlanningOrder, others: readonly PlannedText[] = []): Buffer {
  planner.refuseUnreachable()
  refuse('the supergraph is not valid', validateSchema(planner.schema).map(messageOf))
  const heading: Heading = {
    key: orderKey(order),
    apiSdl: printSchema(planner.schema),
    subgraphs: [...planner.supergraph.subgraphsMetadata()].map(({ name, url }) => ({ name, url })),
    namesInFieldSets: [...planner.responseNames.inFieldSets],
  }
  const lines = new Map<string, string>()
  const add = ({ text, operationName }: PlannedText): readonly string[] => {
    try {
      const parsed = parse(text)
      const problems = problemsOf(planner.schema, parsed)
      if (problems.length > 0) return problems
      const plan = planner.honestPlan(parsed, operationName)
      lines.set(planKey(sha256(text), operationName), JSON.stringify(plan))
      return []
    } catch (error) {
      return [messageOf(error)]
    }
  }
  const problems = order.documents.flatMap((document) =>
    add(document).map((problem) => `${document.operationName}: ${problem}`),
  )
  refuse('the supergraph breaks trusted documents', problems)
  for (const other of others) add(other)
  const written = [JSON.stringify(heading), ...lines.entries().map(([key, line]) => `${key} ${line}`)]
  return Buffer.from(`${written.join('\n')}\n`)
}

/** What has the same key has the same plans: the supergraph, the documents, the planner and our code that asks it. */
export function orderKey({ supergraphSdl, documents }: PlanningOrder): string {
  const texts = documents.map(({ text, operationName }) => planKey(sha256(text), operationName))
  return hash('sha256', JSON.stringify([madeBy(), sha256(supergraphSdl), texts.sort()]))
}

function madeBy(): readonly string[] {
  const { version } = createRequire(import.meta.url)('@apollo/query-planner/package.json') as { version: string }
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  const honest = readdirSync(at('../../schema-check/plans/honest')).map(
    (file) => `../../schema-check/plans/honest/${file}`,
  )
  const files = [...honest, '../documents/response-names.ts', './planner.ts', './planned-supergraph.ts']
  return [version, ...files.sort().map((file) => sha256(readFileSync(at(file), 'utf8')))]
}

import { buildOperationContext } from '@apollo/gateway'
import type { SubscriptionNode } from '@apollo/query-planner'
import { Kind, OperationTypeNode, valueFromASTUntyped, visit, type DocumentNode } from 'graphql'
import { AnswerCompleter, UnusualData, type HowCompleted } from './answer-completer.ts'
import type { ExecutedSchema, Execution } from './execution.ts'
import { keepText, textOf } from './json-text.ts'
import type { JsonObject } from './json.ts'
import { ChangedMeanwhile, mergeAlike } from './merge-alike.ts'
import type { AnyNode } from './plan-nodes.ts'
import { canBeStepped, stepOf } from './plan-steps.ts'
import type { Run, Step } from './run.ts'
import { executeByStock, type GatewayResult, type OperationContext } from './stock-executor.ts'

export interface Planned {
  readonly document: DocumentNode
  readonly operationName: string | undefined
  /** Several plans find the same objects, each a part of what was asked. */
  readonly nodes: readonly AnyNode[]
}

/** With each further one the shapes of an answer double. */
const MOST_CONDITIONS = 6
const MOST_SHAPES = 16
/** Of every object: `found.constructor` is there when nobody has sent it. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/**
 * A planned operation, made ready once and executed often. It answers what the gateway's own executor answers: where the
 * data is not what the schema promises, it lets that one say what becomes of it, and so for an operation that is unusual.
 */
export class CompiledOperation {
  readonly #schema: ExecutedSchema
  readonly #operation: OperationContext
  readonly #nodes: Planned['nodes']
  readonly #conditions: readonly string[]
  readonly #defaults: ReadonlyMap<string, unknown>
  /** Undefined when the stock executor does it all. */
  readonly #steps: readonly Step[] | undefined
  readonly #completers = new Map<string, AnswerCompleter>()

  constructor({ document, operationName, nodes }: Planned, schema: ExecutedSchema) {
    this.#schema = schema
    this.#nodes = nodes
    this.#operation = buildOperationContext({
      schema: schema.graphqlApiSchema,
      operationDocument: document,
      ...(operationName !== undefined && { operationName }),
    })
    this.#defaults = new Map(
      this.#operation.operation.variableDefinitions?.flatMap(({ variable, defaultValue }) =>
        defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
      ),
    )
    const { conditions, names } = wordsOf(document)
    this.#conditions = [...conditions]
    const isUsual = conditions.size <= MOST_CONDITIONS && names.isDisjointFrom(inherited) && nodes.every(canBeStepped)
    if (isUsual) this.#steps = nodes.map((node) => stepOf(node, schema))
    else if (nodes.length > 1) throw new Error('an unusual operation needs several plans')
  }

  async execute(execution: Execution): Promise<GatewayResult> {
    if (this.#steps === undefined) return executeByStock(this.#nodes[0], this.#operation, this.#schema, execution)
    const conditions = new Map(this.#conditions.map((name) => [name, this.#valueOf(name, execution.variables)]))
    const run: Run = { ...execution, conditions, found: {}, answers: [], errors: [] }
    const { errors } = run
    try {
      await this.#runAll(run, this.#steps)
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return { errors: [error], data: null }
      throw error
    }
    if (this.#isAsItCame(run)) return { data: run.found }
    const data = this.#completed(run)
    if (data === undefined) return this.#completedByStock(run)
    return errors.length === 0 ? { data } : { errors, data }
  }

  async #runAll(run: Run, [step, ...others]: readonly Step[]): Promise<void> {
    await step?.(run, run.found, [])
    for (const other of others) {
      const found: JsonObject = {}
      await other({ ...run, found }, found, [])
      mergeAlike(run.found, found)
    }
  }

  #valueOf(name: string, variables: Execution['variables']): unknown {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined
    return given === undefined ? this.#defaults.get(name) : given
  }

  /** Whether what the only subgraph sent is the answer, key by key; then its text is kept as that of what was found. */
  #isAsItCame(run: Run): boolean {
    const [answer, ...others] = run.answers
    const text = answer !== undefined && others.length === 0 ? textOf(answer) : undefined
    if (text === undefined || run.errors.length > 0 || this.#completed(run, 'in place') === undefined) return false
    keepText(run.found, text)
    return true
  }

  /** Undefined when what was found is unusual. */
  #completed({ found, conditions }: Run, how: HowCompleted = 'anew'): Record<string, unknown> | undefined {
    try {
      return this.#completerFor(conditions, how).complete(found) as Record<string, unknown>
    } catch (error) {
      if (error instanceof UnusualData) return undefined
      throw error
    }
  }

  #completerFor(conditions: Run['conditions'], how: HowCompleted): AnswerCompleter {
    const key = conditions.size === 0 ? how : [how, ...conditions.values()].join()
    const known = this.#completers.get(key)
    if (known !== undefined) return known
    const { graphqlApiSchema: schema } = this.#schema
    const { operation, fragments } = this.#operation
    const root = schema.getRootType(operation.operation)
    if (root == null) throw new Error(`the schema has no ${operation.operation}`)
    const completer = new AnswerCompleter({ schema, fragments, conditions, how }, operation.selectionSet, root)
    if (this.#completers.size >= MOST_SHAPES) this.#completers.clear()
    this.#completers.set(key, completer)
    return completer
  }

  /** What was found goes to the stock executor as the answer to the only fetch of a plan. */
  async #completedByStock({ found, errors, ...execution }: Run): Promise<GatewayResult> {
    const completed = await executeByStock(everything, this.#operation, this.#schema, {
      ...execution,
      payload: { data: found },
    })
    // What could not be completed at all is all that it tells.
    if (completed.errors !== undefined || errors.length === 0) return completed
    return { errors, ...('data' in completed && { data: completed.data }) }
  }
}

const everything: SubscriptionNode = {
  kind: 'Subscription',
  primary: {
    kind: 'Fetch',
    serviceName: '',
    operation: '',
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
  },
}

/** The variables that `@skip` and `@include` look at, and the names that an answer can have. */
function wordsOf(document: DocumentNode) {
  const conditions = new Set<string>()
  const names = new Set<string>()
  visit(document, {
    Field: ({ alias, name }) => void names.add((alias ?? name).value),
    Directive({ name, arguments: given = [] }) {
      const value = given[0]?.value
      if (value?.kind === Kind.VARIABLE && (name.value === 'skip' || name.value === 'include')) {
        conditions.add(value.name.value)
      }
    },
  })
  return { conditions, names }
}

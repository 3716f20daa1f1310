import type { QueryPlan } from '@apollo/query-planner'
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql'
import { type Finding, finding, type OperationSource, type Sources } from '../finding.ts'
import { replay } from '../replay.ts'
import { type RuleId } from '../rules.ts'
import { schemaOf } from '../subgraph/subgraph-schema.ts'
import { supergraphOf, type Composed } from '../supergraph.ts'
import { problemsOf } from '../use/problems.ts'
import { everyNameChanged, honestPlan, NoHonestPlan } from './honest/honest-plan.ts'
import { measureOf, type Measure } from './plan-measure.ts'
import { planOf } from './plan.ts'

/** From this factor on a cost is told: below, it is a field more. */
const COSTLIER = 1.2

/** What the router would do otherwise than before to answer the stored operations that stay as they are. */
export function checkPlans(base: Sources | undefined, head: Sources): Finding[] {
  const [before, after] = [base && supergraphOf(base), supergraphOf(head)]
  if (after === undefined) return []
  const dishonest = head.operations.flatMap((operation) => dishonestOf(after, operation))
  if (base === undefined || before === undefined) return dishonest
  const changed = replay(base, head)
    .filter(({ fate, ahead, problems }) => fate === 'kept' && !ahead && problems.length === 0)
    .flatMap(({ operation, document }) => {
      const was = attempt(before, document)
      const is = attempt(after, document)
      // The base could not either: no fault of this change.
      if (typeof was === 'string') return []
      if (typeof is === 'string') return [told('plan-impossible', operation, `cannot be planned: ${is}`)]
      return compared(operation, measureOf(was, schemasOf(base)), measureOf(is, schemasOf(head)))
    })
  return [...dishonest, ...changed]
}

/** What the router refuses of the operations that the head answers. */
function dishonestOf(composed: Composed, operation: OperationSource): Finding[] {
  const document = parse(operation.text)
  if (problemsOf(composed.apiSchema, document).length > 0) return []
  try {
    const { apiSchema: schema, planning } = composed
    const plan = (planned: DocumentNode) => planOf(composed, planned)
    honestPlan(
      { schema, check: planning(document).check, plan },
      [() => document, () => everyNameChanged(document)],
      undefined,
    )
    return []
  } catch (error) {
    if (!(error instanceof NoHonestPlan)) return []
    return [told('plan-dishonest', operation, `would be answered wrongly: ${error.message}`)]
  }
}

function schemasOf({ subgraphs }: Sources): (name: string) => GraphQLSchema | undefined {
  return (name) => {
    const subgraph = subgraphs.find((one) => one.name === name)
    return subgraph && schemaOf(subgraph)
  }
}

function attempt(composed: Composed, document: DocumentNode): QueryPlan | string {
  try {
    return planOf(composed, document)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function compared(operation: OperationSource, was: Measure, is: Measure): Finding[] {
  const subgraphs = was.subgraphs === is.subgraphs ? `(${is.subgraphs})` : `(${was.subgraphs} → ${is.subgraphs})`
  const worse = [
    ...(is.fetches > was.fetches
      ? [told('plan-more-fetches', operation, `needs ${is.fetches} fetches instead of ${was.fetches} ${subgraphs}`)]
      : []),
    ...(is.depth > was.depth
      ? [told('plan-deeper', operation, `waits for ${is.depth} fetches in a row instead of ${was.depth} ${subgraphs}`)]
      : []),
    ...(is.fetches === was.fetches && is.cost > was.cost * COSTLIER
      ? [told('plan-costlier', operation, `costs ${is.cost} instead of ${was.cost} ${subgraphs}`)]
      : []),
  ]
  if (worse.length > 0) return worse
  if (is.fetches < was.fetches || is.depth < was.depth) {
    const now = `needs ${is.fetches} instead of ${was.fetches} fetches, ${is.depth} instead of ${was.depth} in a row`
    return [told('plan-lighter', operation, `${now} ${subgraphs}`)]
  }
  return is.subgraphs === was.subgraphs ? [] : [told('plan-moved', operation, `is answered by others ${subgraphs}`)]
}

function told(rule: RuleId, { name, file, line }: OperationSource, what: string): Finding {
  return finding(rule, `${name} ${what}`, { coordinate: name, location: { file, line, column: 1 } })
}

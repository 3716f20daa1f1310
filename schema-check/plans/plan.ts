import { operationFromDocument } from '@apollo/federation-internals'
import type { QueryPlan } from '@apollo/query-planner'
import type { DocumentNode } from 'graphql'
import type { Composed } from '../supergraph.ts'

const plans = new WeakMap<Composed, WeakMap<DocumentNode, QueryPlan>>()

/** What the router would do. Made once per document. Throws when there is no plan, or the document is not valid. */
export function planOf(composed: Composed, document: DocumentNode): QueryPlan {
  const known = plans.get(composed) ?? new WeakMap<DocumentNode, QueryPlan>()
  plans.set(composed, known)
  let plan = known.get(document)
  if (plan === undefined) {
    const { supergraph, planner } = composed.planning(document)
    plan = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), document))
    known.set(document, plan)
  }
  return plan
}

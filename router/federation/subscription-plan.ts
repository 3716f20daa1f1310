import type { SubscriptionNode } from '@apollo/query-planner'
import type { DocumentNode } from 'graphql'
import type { Logger } from '@ebook/chassis/log'
import type { PlannedOperation } from './planned-operation.ts'

/** A planned subscription and all that its execution needs. */
export interface Plan {
  readonly document: DocumentNode
  readonly operation: PlannedOperation
  /** Of its operation. `primary` is what is subscribed; `rest` is fetched for every row, undefined when nothing is. */
  readonly node: SubscriptionNode
  readonly production: boolean
  readonly log: Logger
}

import { createHash } from 'node:crypto'

/** An operation of a document that is valid. */
export interface PlannedText {
  readonly text: string
  readonly operationName: string | undefined
}

/** The key of the plan of an operation of a document, by the SHA-256 of its text. */
export function planKey(queryHash: string, operationName: string | null | undefined): string {
  return operationName ? createHash('sha256').update(queryHash).update(operationName).digest('hex') : queryHash
}

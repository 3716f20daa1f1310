/**
 * Why something that the sender may send is not what the reader accepts.
 * - absent: the reader needs a field that the sender does not promise at all
 * - optional: the sender may leave out what the reader needs
 * - type: it is of another kind, or may be null
 * - value: one of the sender's values is none of the reader's
 * - bound: the sender's limits are wider than the reader's
 * - closed: the reader refuses fields that it does not know
 * - unknown: the schemas say what this comparison does not understand, and they differ
 */
export type MisfitKind = 'absent' | 'optional' | 'type' | 'value' | 'bound' | 'closed' | 'unknown'

export interface Misfit {
  readonly kind: MisfitKind
  /** `reason`, `lines[].price`; empty for the whole. */
  readonly path: string
  /** "may be null, integer is expected" */
  readonly message: string
}

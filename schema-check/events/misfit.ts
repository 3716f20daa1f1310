import type { JsonSchema } from './json-schema.ts'

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
  /** No reader gets as far as the value: what it reads messages with stops there. */
  readonly isUndecodable?: true
}

/** Why not all that the first schema allows is allowed by the second, at a place of the whole. */
export type Compare = (sent: JsonSchema, read: JsonSchema, path: string) => Misfit[]

/** How few and how many there may be. */
export function ofCounts(sent: JsonSchema, read: JsonSchema, path: string, low: string, high: string): Misfit[] {
  const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
  if (number(sent[low], 0) < number(read[low], 0))
    return [{ kind: 'bound', path, message: `may have fewer than ${String(read[low])}, which are expected` }]
  if (number(sent[high], Infinity) > number(read[high], Infinity))
    return [{ kind: 'bound', path, message: `may have more than the ${String(read[high])} that are expected` }]
  return []
}

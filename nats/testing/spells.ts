import type { Generated } from 'kysely'
import type { MessagingTables } from '../tables.ts'

/** What becomes of the process that reacts to a number, and how often. */
export type Spell = 'fails' | 'cannot be read' | 'kills' | 'waits'

export interface RoadTables extends MessagingTables {
  /** One row per effect, in their order, without any key that could hide a second one. */
  effect: { id: Generated<string>; aggregate_id: string; n: number }
  spell: { n: number; kind: Spell; times: number }
}

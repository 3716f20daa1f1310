import type { FoldedEvent } from '../projections/rental-sources.ts'
import type { StoredEvent } from './tables.ts'

/** An event of the file as the folds take it. */
export function toFolded(stored: StoredEvent): FoldedEvent & { readonly sequence: number | null } {
  return {
    id: stored.event_id,
    sequence: stored.sequence,
    type: stored.type,
    aggregateType: stored.aggregate_type,
    aggregateId: stored.aggregate_id,
    aggregateVersion: stored.aggregate_version,
    data: JSON.parse(stored.data) as unknown,
  }
}

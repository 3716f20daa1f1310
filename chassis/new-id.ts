import { randomUUID } from 'node:crypto'

/**
 * A UUID of version 7: what is made at one time lies together in every index of it, so that a table which grows does not
 * make it dearer to write. They sort by time to the millisecond; a counter within it would not be worth its cost.
 */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  // Node keeps random numbers for UUIDs in store.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/**
 * How far a reader of a live view has read, as the subgraph that keeps the view says it (subgraphs/dashboard/file/place.ts).
 * The same on every replica. The router signs it into cursors and compares it; it never makes one.
 */
export interface Place {
  /** The event stream's identity: the instant of its creation. */
  readonly stream: string
  /** Everything up to and including this sequence of the stream has been applied. */
  readonly sequence: number
  /** Fingerprint of the events that came from an outbox instead of the stream; absent when there are none. */
  readonly mended?: string
  /** In the middle of a snapshot that was taken at this place: the rows up to this key have been read. */
  readonly snapshotAfter?: readonly [string, string]
}

/** Whether who has read as far as `reached` knows already what was read at `place`. */
export function isWithin(place: Place, reached: Place): boolean {
  if (place.stream !== reached.stream) return false
  if (place.sequence !== reached.sequence) return place.sequence < reached.sequence
  return place.mended === undefined || place.mended === reached.mended
}

/**
 * Whether both have taken in the same events from outside the stream, so that their sequences can be compared. A place
 * without a stream is from before the first message: it comes before every other.
 */
export function isComparable(one: Place, other: Place): boolean {
  const ofOneStream = one.stream === other.stream || one.stream === '' || other.stream === ''
  return ofOneStream && one.mended === other.mended
}

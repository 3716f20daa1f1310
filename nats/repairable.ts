import type { PublishedEvent } from './event.ts'

/** Positions in a producer's outbox, both ends included. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** How far a consumer has a producer's events. */
export interface Position {
  readonly producer: string
  /** It has everything up to and including this one. */
  readonly reached: number
  /** The highest one known to have come; those between are partly missing, and not merely still to come. */
  readonly highest: number
}

/** Whoever must have every event, as the repair sees it: the inbox of a context, or the file of a read model. */
export interface Repairable {
  /**
   * Of every producer that is listened to. What an event says of its own position is believed up to what its producer has
   * `announced`.
   */
  positions(announced: ReadonlyMap<string, number>): Promise<readonly Position[]>
  /** Where in the range events are missing, lowest first. It may name more than that. */
  missing(producer: string, range: Range): Promise<readonly Range[]>
  /** Takes events in, and passes over what it has. Returns those that came; undefined when not all could be taken now. */
  take(events: readonly PublishedEvent[]): Promise<readonly PublishedEvent[] | undefined>
}

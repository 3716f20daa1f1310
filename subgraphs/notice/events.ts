/**
 * Notice says nothing to others: nothing hangs on it, and taking it away changes nothing (C10).
 *
 * @public Read with those of the others, by what generates docs/events.md.
 */
export const contracts = [] as const

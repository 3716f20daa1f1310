/** Notice says nothing to others: nothing hangs on it, and taking it away changes nothing (C10). */
export const contracts = [] as const

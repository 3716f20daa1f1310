/**
 * Whether what takes minutes by nature is tried in full, as `npm run test:nightly` does. In `npm test` the same tests run
 * with fewer requests, less trouble and fewer restarts.
 */
export const inFull = process.env['TEST_IN_FULL'] === '1'

const NIGHTLY = 20

/** How often a property is tried: so often in `npm test`, twenty times as often at night. */
export const tries = (count: number): number => (inFull ? NIGHTLY * count : count)

/** How long so many tries may take, of what `npm test` gives so many milliseconds. */
export const triedWithin = (ms: number): number => tries(ms)

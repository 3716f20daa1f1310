/**
 * Whether what takes minutes by nature is tried in full, as `npm run test:nightly` does. In `npm test` the same tests run
 * with fewer requests, less trouble and fewer restarts.
 */
export const inFull = process.env['TEST_IN_FULL'] === '1'

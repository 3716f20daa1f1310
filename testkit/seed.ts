/**
 * What everything that a test leaves to chance begins with. In `npm test` it is always this one, so that a checkout has one
 * answer; at night it is a new one, which is printed, and which TEST_SEED repeats.
 */
export const SEED = Number(process.env['TEST_SEED'] || 20_261_129)

import { safeIsSafe } from '../testing/safe-is-safe.ts'

// Ten times as many: safe-is-safe.nightly.test.ts.
safeIsSafe({ itself: 3, ways: 8, untouched: 30, broken: 15 }, 60_000)

import { safeIsSafe } from '../testing/safe-is-safe.ts'

safeIsSafe({ itself: 40, ways: 100, untouched: 400, broken: 200 }, 30 * 60_000)

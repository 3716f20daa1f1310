import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import SharedFirst from './e2e/shared-first.ts'

// graphql says `module` without `exports`: Vite would load that copy for our code while Node loads `main` for
// everybody else's, and `instanceof GraphQLError` would be false between them. Node alone always loads `main`.
const resolve = { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] }

const outside = ['**/node_modules/**', '.data/**', '.cache/**']
/** What takes minutes: `npm run test:nightly`. */
const nightly = '**/*.nightly.test.ts'
/** What `npm test` runs shortened (testkit/in-full.ts), and the night in full. */
const shortened = [
  'drill/simulator/rules.integration.test.ts',
  'router/entrance/guards-on-own-path.integration.test.ts',
  'e2e/browser/librarians-use-the-pages.test.ts',
  'e2e/a-drill-is-held.test.ts',
  'e2e/a-rolling-restart-is-not-noticed.test.ts',
  'e2e/a-service-that-is-away-is-waited-for.test.ts',
  'e2e/a-slow-subscriber-is-told.test.ts',
  'e2e/no-statement-of-a-rental-reads-a-table-from-end-to-end.test.ts',
  'e2e/nothing-is-lost-when-a-process-is-killed.test.ts',
  'e2e/subscribers-lose-nothing-whatever-fails.test.ts',
  'e2e/subscriptions-survive-restarts.test.ts',
  'e2e/the-books-balance-after-trouble.test.ts',
]
/** What is tried with what chance brings: the night begins with another seed and tries more (testkit/seed.ts). */
const properties = globSync('**/*.test.ts', { exclude: ['**/node_modules', '.data', '.cache', 'web'] }).filter((file) =>
  readFileSync(file, 'utf8').includes(`from 'fast-check'`),
)
const setupFiles = ['testkit/vitest-properties.ts']
const never = [...outside, nightly]
const pages = 'web/src/**'
/** Of two cores: a test of processes starts up to twelve of them. With more at a time they wait for a core, not for facts. */
const WAITING = 2

export default defineConfig({
  test: {
    // Two cores: more workers than that make the real processes under test wait for each other.
    maxWorkers: 2,
    teardownTimeout: 30_000,
    sequence: { sequencer: SharedFirst },
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          setupFiles,
          include: ['**/*.test.ts'],
          exclude: [...never, '**/*.integration.test.ts', 'e2e/**', 'web/**'],
          // What they import they share, instead of importing it anew in each file.
          isolate: false,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          isolate: false,
          setupFiles,
          include: ['**/*.integration.test.ts'],
          exclude: [...never, 'e2e/**'],
          globalSetup: ['testkit/vitest-global-setup.ts', 'testkit/quick-starts-setup.ts'],
          maxWorkers: WAITING,
          // A bound, and no measure: a process that is waited for may have to wait for a core.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        test: {
          name: 'web',
          include: [`${pages}/*.test.ts`, `${pages}/*.test.tsx`],
          exclude: never,
          environment: 'happy-dom',
          setupFiles: [...setupFiles, 'web/src/testing/set-up.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        test: {
          name: 'e2e',
          setupFiles,
          include: ['e2e/**/*.test.ts'],
          exclude: never,
          // A file starts a whole installation of its own, or goes on with that of the file before it (clients/testing/installation.ts).
          isolate: false,
          maxWorkers: WAITING,
          globalSetup: ['e2e/end-to-end-setup.ts', 'testkit/quick-starts-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        test: {
          name: 'nightly',
          setupFiles,
          include: [nightly, ...shortened, ...properties],
          env: { TEST_IN_FULL: '1' },
          exclude: outside,
          globalSetup: ['testkit/vitest-global-setup.ts'],
          maxWorkers: 1,
          testTimeout: 60 * 60_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})

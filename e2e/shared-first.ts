import { readFileSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The order of the tests that start processes: the browser's, which take longest; the end-to-end tests that hand
 * one installation on to each other; those that start installations of their own, with the first of which the shared one
 * ends; and the integration tests, which are short, and keep every worker busy until the end: of those, the long first.
 */
export default class SharedFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted
      .map((file) => [placeOf(file), file] as const)
      .toSorted(([one], [other]) => one - other)
      .map(([, file]) => file)
  }
}

/** What takes more than a quarter of a minute: one that came last would keep a worker alone. A clone has measured nothing. */
const LONG = [
  'payment/crash',
  'cli/dashboard-rebuild',
  'reconcile/every-statement-is-proved',
  'nats/road',
  'feed/feed',
  'nats/replicas',
  'nats/whatever-fails',
  'schema-check/where-it-runs',
  'schema-check/package',
  'simulator/rules',
  'stack/commands',
  'guards-on-own-path',
  'nats/broker-trouble',
]

function placeOf({ project, moduleId }: TestSpecification): number {
  if (project.name !== 'e2e') return LONG.some((name) => moduleId.includes(name)) ? 3 : 4
  if (moduleId.includes('/browser/')) return 0
  return readFileSync(moduleId, 'utf8').includes('sharedLibrary()') ? 1 : 2
}

import { readFileSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The order of the end-to-end tests: the browser's long file first, which keeps one of the two workers busy while the
 * other hands one installation on through all files that share it; then those that start installations of their own.
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

function placeOf({ project, moduleId }: TestSpecification): number {
  if (project.name !== 'e2e' || moduleId.includes('/browser/')) return 0
  return readFileSync(moduleId, 'utf8').includes('sharedLibrary()') ? 1 : 2
}

import { expect, test } from 'vitest'
import { isRequirement, requirements, testsByRequirement } from './generate/requirements-page.ts'

const all = requirements.filter(isRequirement)

test('C4 every requirement is shown: by a test that names it, by a page that says what is there, or by another one', () => {
  const tests = testsByRequirement()
  const known = new Map(all.map((requirement) => [requirement.id, requirement]))
  expect(known.size).toBe(all.length)
  const isShown = (id: string, behind: readonly string[] = []): boolean => {
    const { page, as = [] } = known.get(id) ?? {}
    const others = as.filter((other) => !behind.includes(other))
    return tests.has(id) || page !== undefined || others.some((other) => isShown(other, [...behind, id]))
  }
  expect(all.filter(({ id }) => !isShown(id)).map(({ id, text }) => `${id}: ${text}`)).toEqual([])
}, 60_000)

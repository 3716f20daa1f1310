import { expect, test } from 'vitest'
import { Allowance } from './allowance.ts'

test('11.11 takes from all shares or from none, tells when there is more, and forgets after a minute', () => {
  let now = 0
  const allowance = new Allowance(() => now)
  const ann = { of: 'ann', most: 10 }
  const all = { of: 'all', most: 15 }
  expect(allowance.take(9, [ann, all])).toBeUndefined()
  expect(allowance.take(2, [ann, all])).toBe(60)
  expect(allowance.take(1, [ann, all])).toBeUndefined()
  expect(allowance.take(5, [{ of: 'bob', most: 10 }, all])).toBeUndefined()
  now = 30_000
  expect(allowance.take(1, [{ of: 'carol', most: 10 }, all])).toBe(30)
  now = 60_000
  expect(allowance.take(10, [ann, all])).toBeUndefined()
})

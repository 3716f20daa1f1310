import { expect, test } from 'vitest'
import { derivedKey, subgraphSecret } from './derived-keys.ts'

const root = 'the-root-of-all-keys-in-tests'

test('C27 each subgraph and each purpose has a key of its own, the same at every derivation', () => {
  const keys = [
    ...['book', 'rent', 'payment', 'promotion', 'notice', 'dashboard'].map((name) => subgraphSecret(root, name)),
    ...['cursor', 'consistency'].map((purpose) => derivedKey(root, purpose).toString('base64url')),
  ]
  expect(new Set(keys).size).toBe(8)
  for (const key of keys) expect(key).toHaveLength(43)
  expect(subgraphSecret(root, 'book')).toBe(keys[0])
  expect(subgraphSecret(`${root}.`, 'book')).not.toBe(keys[0])
})

test('a derivation is for good: another release gives the same', () => {
  expect(subgraphSecret(root, 'book')).toBe('D9_oppl_Q6ClCZKCBeIx-9tqIu7wZy8z0IiMEVkM0zg')
})

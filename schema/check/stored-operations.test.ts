import { expect, test } from 'vitest'
import { operationsIn } from './stored-operations.ts'

const where = (file: string, text: string) => operationsIn(file, text).map(({ name, line }) => `${name} ${line}`)

test('a GraphQL file: each operation with the fragments that it uses', () => {
  const text = 'query A { a ...F }\n\nquery B { b }\nfragment F on Query { f }\n'
  expect(where('x.graphql', text)).toEqual(['A 1', 'B 3'])
  expect(operationsIn('x.graphql', text).map(({ text: one }) => one.includes('fragment F'))).toEqual([true, false])
})

test('a page: its graphql blocks', () => {
  expect(where('x.md', 'Ask:\n\n```graphql\nquery A { a }\n```\n\n```sh\nquery B { b }\n```\n')).toEqual(['A 4'])
})

test('a program: its strings behind the comment', () => {
  const program = [
    'const one = /* GraphQL */ `',
    '  query A($id: ID!) { a }',
    '`',
    "const two = ask(/* GraphQL */ 'query B { b }', {})",
    "const notMarked = 'query C { c }'",
    'const made = /* GraphQL */ `query D { ${fields} }`',
  ].join('\n')
  expect(where('x.ts', program)).toEqual(['A 2', 'B 4'])
})

test('one without a name keeps what it is called when it moves', () => {
  const [here] = operationsIn('x.ts', "/* GraphQL */ '{ a }'")
  const [below] = operationsIn('x.ts', "\n\n/* GraphQL */ '{ a }'")
  expect(here?.name).toMatch(/^x\.ts#[0-9a-f]{8}$/)
  expect(below).toEqual({ ...here, line: 3 })
})

test('what does not parse is left out', () => expect(operationsIn('x.graphql', 'query {')).toEqual([]))

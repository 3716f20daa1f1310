import { expect, test } from 'vitest'
import { operationsIn as readOperations } from './stored-operations.ts'

const operationsIn = (file: string, text: string) => readOperations([{ file, text }]).operations
const unreadIn = (file: string, text: string) => readOperations([{ file, text }]).unread
const where = (file: string, text: string) => operationsIn(file, text).map(({ name, line }) => `${name} ${line}`)

test('a GraphQL file: each operation with the fragments that it uses', () => {
  const text = 'query A { a ...F }\n\nquery B { b }\nfragment F on Query { f }\n'
  expect(where('x.graphql', text)).toEqual(['A 1', 'B 3'])
  expect(operationsIn('x.graphql', text).map(({ text: one }) => one.includes('fragment F'))).toEqual([true, false])
})

test('a page: its graphql blocks', () => {
  expect(where('x.md', 'Ask:\n\n```graphql\nquery A { a }\n```\n\n```sh\nquery B { b }\n```\n')).toEqual(['A 4'])
})

test('a page: blocks with backticks in them, in a list, and called gql', () => {
  expect(where('x.md', '```graphql\n# `a` is asked\nquery A { a }\n```\n')).toEqual(['A 3'])
  expect(
    where('x.md', '- Ask:\r\n  ```gql\r\n  query A { a }\r\n  ```\r\n\r\n~~~graphql\r\nquery B { b }\r\n~~~\r\n'),
  ).toEqual(['A 3', 'B 7'])
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

test('D6: a fragment of another file is found, the own file’s first, and brings what it spreads itself', () => {
  const { operations, unread } = readOperations([
    { file: 'page.graphql', text: 'query Page { book { ...Cover } }\n' },
    { file: 'other.graphql', text: 'query Other { book { ...Cover } }\nfragment Cover on Book { other }\n' },
    { file: 'cover.graphql', text: 'fragment Cover on Book { picture ...Names }\n' },
    { file: 'names.ts', text: 'const names = /* GraphQL */ `fragment Names on Book { title ...Cover }`' },
  ])
  expect(unread).toEqual([])
  const fragments = operations.map(({ name, text }) => [name, [...text.matchAll(/^fragment (\w+)/gm)].length])
  expect(fragments).toEqual([
    ['Page', 1],
    ['Other', 1],
  ])
  const apart = readOperations([
    { file: 'page.graphql', text: 'query Page { book { ...Cover } }\n' },
    { file: 'cover.graphql', text: 'fragment Cover on Book { picture ...Names }\n' },
    { file: 'names.graphql', text: 'fragment Names on Book { title ...Cover }' },
  ])
  expect(apart.operations.map(({ file, line, text }) => [file, line, text.includes('title')])).toEqual([
    ['page.graphql', 1, true],
  ])
})

test('D6: what does not parse, or is put together as the program runs, is told with its place', () => {
  expect(unreadIn('x.graphql', 'query A { a }\n\nquery {')).toEqual([
    { file: 'x.graphql', line: 3, why: 'Syntax Error: Expected Name, found <EOF>' },
  ])
  expect(unreadIn('x.md', '# A\n\n```graphql\nquery {\n  a(\n```\n')).toMatchObject([{ line: 6 }])
  expect(unreadIn('x.ts', '\nconst made = /* GraphQL */ `query D { ${fields} }`')).toEqual([
    { file: 'x.ts', line: 2, why: 'it is put together as the program runs' },
  ])
})

test('a file that is empty, or begins with the mark of its encoding, is no trouble', () => {
  expect(readOperations([{ file: 'x.graphql', text: '' }])).toEqual({ operations: [], unread: [] })
  expect(where('x.graphql', '\uFEFFquery A { a }')).toEqual(['A 1'])
})

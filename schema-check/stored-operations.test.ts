import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { documentOf, operationsIn as readOperations } from './stored-operations.ts'
import { locatedProblemsOf } from './use/problems.ts'

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

test('D6: a fragment of another file is found, the own file’s first, then the nearest, and brings what it spreads', () => {
  const { operations, unread } = readOperations([
    { file: 'app/page.graphql', text: 'query Page { book { ...Cover } }\n' },
    { file: 'other/other.graphql', text: 'query Other { book { ...Cover } }\nfragment Cover on Book { other }\n' },
    { file: 'app/cover.graphql', text: 'fragment Cover on Book { picture ...Names }\n' },
    { file: 'names.ts', text: 'const names = /* GraphQL */ `fragment Names on Book { title ...Cover }`' },
  ])
  expect(unread).toEqual([])
  const fragments = operations.map(({ name, text }) => [name, [...text.matchAll(/^fragment (\w+)/gm)].length])
  expect(fragments).toEqual([
    ['Page', 2],
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

test('a fragment that two files have, and not the same, is told; one that is imported is meant', () => {
  const files = [
    { file: 'a.graphql', text: 'query A { a { ...F } }' },
    { file: 'x.graphql', text: 'fragment F on X { x }' },
    { file: 'y.graphql', text: 'fragment F on X { y }' },
  ]
  const { operations, unread } = readOperations(files)
  expect(operations).toHaveLength(1)
  expect(unread).toMatchObject([{ file: 'a.graphql', why: expect.stringContaining('x.graphql and y.graphql') }])
  const imported = readOperations([
    { file: 'a.graphql', text: `#import "./y.graphql"\n${files[0]?.text}` },
    ...files.slice(1),
  ])
  expect(imported).toMatchObject({ operations: [{ text: expect.stringContaining('y') }], unread: [] })
  const same = { file: 'z.graphql', text: 'fragment F on X {\n  x\n}' }
  expect(readOperations([...files.slice(0, 2), same]).unread).toEqual([])
})

test('of several operations in a file each is read, whatever they are called', () => {
  expect(where('x.graphql', 'query A { a }\nquery A { b }\nquery B { b }')).toEqual(['A 1', 'A 2', 'B 3'])
  expect(operationsIn('x.graphql', '{ a }\n{ b }').map(({ text }) => text)).toEqual(['{\n  a\n}', '{\n  b\n}'])
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
  expect(readOperations([{ file: 'x.graphql', text: '# later\r\n\r\n' }])).toEqual({ operations: [], unread: [] })
})

test('a program: tagged templates in every form, and fragments that are put in beside the definitions', () => {
  const program = [
    "import { parse } from 'graphql'",
    'const a = gql`query A { a ...F } ${F}`',
    'const f = gql`fragment F on Query { f }`',
    'const b = graphql(`',
    '  query B { b }',
    '`)',
    'const c = gql<Data>(/* GraphQL */ `query C { c }`)',
    'const d = `#graphql',
    '  query D { d }`',
    "const e = graphql('query E { e }')",
    "graphql('/graphql')",
    'const g = gql`query G { g(where: "\\`") }`',
  ].join('\n')
  expect(where('x.tsx', program)).toEqual(['A 2', 'B 5', 'C 7', 'D 9', 'E 10', 'G 12'])
  expect(where('x.vue', `<script>\n${program}\n</script>`)).toHaveLength(6)
  expect(unreadIn('x.tsx', program)).toEqual([])
})

test('a template that is put together inside a selection is told, as is a fragment that is nowhere', () => {
  expect(unreadIn('x.ts', 'const a = gql`query A { a { ${fields} } }`')).toEqual([
    { file: 'x.ts', line: 1, why: 'it is put together as the program runs' },
  ])
  expect(unreadIn('x.ts', '\nconst a = gql`query A { a ...Row } ${Row}`')).toEqual([
    { file: 'x.ts', line: 2, why: 'A spreads the fragment Row, which is in no file that is read' },
  ])
})

test('a manifest: Apollo’s with its bodies, and a map from hashes to texts', () => {
  const apollo = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [
      { id: '1', name: 'A', type: 'query', body: 'query A {\n  a\n}' },
      { id: '2', name: 'B', type: 'query', body: 'query B { b }' },
    ],
  }
  expect(where('manifest.json', JSON.stringify(apollo, null, 2))).toEqual(['A 9', 'B 15'])
  expect(where('persisted.json', JSON.stringify({ aa: 'query A { a }', bb: 'mutation B { b }' }, null, 1))).toEqual([
    'A 2',
    'B 3',
  ])
  expect(unreadIn('x.json', '{"name": "x", "version": 1}')).toEqual([
    { file: 'x.json', line: 1, why: 'it is no manifest of operations that is known' },
  ])
  expect(unreadIn('x.json', '{')).toMatchObject([{ why: expect.stringMatching(/^it is no JSON/) }])
})

test('a page: blocks in quotations and lists, with longer fences and words behind the language', () => {
  const page = [
    '> ```graphql',
    '> query A { a }',
    '> ```',
    '1. ````gql title="B"',
    '   query B { b }',
    '   ```',
    '   ````',
    '\t~~~ GraphQL',
    '\tquery C { c }',
    '\t~~~',
  ].join('\n')
  expect(where('x.mdx', page.replace('   ```\n', ''))).toEqual(['A 2', 'B 5', 'C 8'])
  expect(unreadIn('x.md', page)).toMatchObject([{ line: 6 }])
})

test('a page: programs in it, and blocks whose language is an attribute', () => {
  const page =
    '```{.graphql}\nquery A { a }\n```\n\n```tsx\nconst b = 1\nconst q = gql`query B { b }`\n```\n\n```sh\n`gql`\n```\n'
  expect(where('x.md', page)).toEqual(['A 2', 'B 7'])
  expect(unreadIn('x.md', page)).toEqual([])
})

const field = (value: string) => ({ kind: 'Field', name: { kind: 'Name', value } })
const set = (...selections: readonly object[]) => ({ kind: 'SelectionSet', selections })
const operation = {
  kind: 'OperationDefinition',
  operation: 'query',
  name: { kind: 'Name', value: 'A' },
  selectionSet: set({ ...field('me'), selectionSet: set(field('old')) }),
}
const ast = JSON.stringify({ kind: 'Document', definitions: [operation] })

test.each([
  ['a string', 'export const A = new TypedDocumentString(`\n  query A { me { old } }\n`) as unknown as X'],
  ['a string with its types', 'export const A = new TypedDocumentString<X, Y>("query A { me { old } }")'],
  ['an object', `export const A = ${ast} as unknown as DocumentNode<X, Y>`],
  ['an object with fragments of others', `const A = ${ast.replace(/\]\}$/, ',...FDoc.definitions]}')} as unknown as X`],
])('A5: what codegen writes as %s is read', (_, program) => {
  expect(operationsIn('x.ts', program)).toMatchObject([{ name: 'A', text: 'query A {\n  me {\n    old\n  }\n}' }])
  expect(unreadIn('x.ts', program)).toEqual([])
})

test.each([
  ['an object that is no JSON', "const D = { kind: 'Document', definitions: made() }", 'is put together'],
  [
    'an object that is no document',
    'const D = {"kind":"Document","definitions":[{"kind":"Field"}]}',
    'is put together',
  ],
  ['a plain string', 'client.request("query B { me { old } }")', 'plain string'],
  ['a plain template', 'client.request(`\n  mutation B { a }`)', 'plain string'],
  ['a plain template with expressions', 'client.request(`query B($id: ID!) { me { ${fields} } }`)', 'plain string'],
])('A5: %s is told', (_, program, why) => {
  expect(readOperations([{ file: 'x.ts', text: program }])).toMatchObject({
    operations: [],
    unread: [{ file: 'x.ts', line: 1, why: expect.stringContaining(why) }],
  })
})

test('A5: a fragment that no operation spreads is told as a warning, one that another file’s spreads is not', () => {
  const fragment = { file: 'f.graphql', text: '# mine\nfragment F on User { old }' }
  const why = 'no operation that is read spreads the fragment F'
  expect(readOperations([fragment]).unread).toEqual([{ file: 'f.graphql', line: 2, why, severity: 'warning' }])
  const through = { file: 'g.ts', text: 'gql`fragment G on User { ...F }`' }
  expect(readOperations([fragment, through]).unread).toHaveLength(2)
  expect(readOperations([fragment, through, { file: 'a.graphql', text: '{ me { ...G } }' }]).unread).toEqual([])
})

test.each([
  "import { parse } from 'query-string'",
  "log('query {a} took {b} ms', `query (${id}) is slow`)",
  'const typeDefs = gql`type Query { a: Int }`',
  "type Node = { kind: 'Field' } | { kind: 'Document' }",
])('A5: a program without operations is no trouble: %s', (program) => {
  expect(readOperations([{ file: 'x.ts', text: program }])).toEqual({ operations: [], unread: [] })
})

test('a component: blocks of its own', () => {
  expect(where('x.vue', '<template/>\n<graphql>\nquery A { a }\n</graphql>\n')).toEqual(['A 3'])
})

test.each([
  ['types in types', 'gql<Record<string, Array<{ a: X }>>>`query A { a }`'],
  ['the template on the next line', 'gql\n  `query A { a }`'],
  ['a tag by another name', "import { gql as ask } from 'x'\nask`query A { a }`"],
  ['a tag that a package is', "import ask from 'graphql-tag'\nask`query A { a }`"],
])('a program: %s', (_, program) => {
  expect(operationsIn('x.ts', program).map(({ name }) => name)).toEqual(['A'])
})

test('a template that is nothing but what is put in is told', () => {
  expect(unreadIn('x.ts', 'gql`${text}`')).toMatchObject([{ why: 'it is put together as the program runs' }])
})

test.each([
  [{ documents: { abc: 'query A { a }' } }],
  [{ 'query A { a }': 'abc' }],
  [{ abc: { operation: 'query A { a }' } }],
  [[['abc', 'query A { a }']]],
])('a manifest: %j', (manifest) => {
  expect(where('x.json', JSON.stringify(manifest))).toEqual(['A 1'])
})

describe('what is not answered stands where somebody wrote it:', () => {
  const schema = buildSchema('type Query { me: User }\ntype User { id: ID! }')
  const field = (text: string) => ({ line: text.slice(0, text.indexOf('gone')).split('\n').length })
  const placesOf = (...files: readonly (readonly [file: string, text: string])[]) =>
    readOperations(files.map(([file, text]) => ({ file, text }))).operations.flatMap((one) =>
      locatedProblemsOf(schema, documentOf(one)).map(({ location }) => location),
    )

  test.each([
    ['x.graphql', '# A\nquery A {\n  me { id\n    gone }\n}\n', 5],
    ['x.ts', 'const a = 1\nconst b = gql`query A { me { gone } }`\n', 30],
    ['x.ts', 'const b = gql`\n  ${more({\n    a: 1 })} query A {\n  me { gone }\n}`\n', 8],
    ['x.vue', '<i/>\n<page-query>query A { me { gone } }</page-query>\n', 28],
    ['x.md', '- Ask:\n\n  ```gql\n  query A {\n    me { gone }\n  }\n  ```\n', 10],
    ['x.md', 'A\n```ts\n\nconst a = gql`query A { me { gone } }`\n```\n', 30],
  ])('in %s %#', (file, text, column) => {
    expect(placesOf([file, text])).toEqual([{ file, ...field(text), column }])
  })

  test('in the file of a fragment', () => {
    const card = '\nfragment Card on User {\n  id\n  gone\n}\n'
    const operations = 'query A { me { ...Card } }\nquery B { me { ...Card } }\n'
    const place = { file: 'a/card.graphql', line: 4, column: 3 }
    expect(placesOf(['a/b.graphql', operations], ['a/card.graphql', card])).toEqual([place, place])
  })

  test('a text that is written as one line has none but its own', () => {
    const map = JSON.stringify({ a: 'query A {\n  me { id }\n}', b: 'query B {\n  me {\n gone }\n}' }, null, 2)
    expect(where('x.json', map)).toEqual(['A 2', 'B 3'])
    expect(placesOf(['x.json', map])).toEqual([undefined])
  })
})

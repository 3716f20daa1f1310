import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Kind, parse, printSchema, visit } from 'graphql'
import { describe, expect, test } from 'vitest'
import { mutationEnvironment } from '../drill/mutation/source-change.ts'
import { problemsOf } from '../schema-check/use/problems.ts'
import { bringUpToDate } from './command.ts'
import { compose, CompositionFailed, readSubgraphs, ROOT, SUPERGRAPH_FILE, type SubgraphSource } from './compose.ts'
import { generate } from './generate.ts'
import { apiSchemaOf, notYetServed, readOperations } from './operations.ts'

describe('generated files', () => {
  test('are what `npm run generate` would write now', { timeout: 60_000 }, async () => {
    const wanted = await generate()
    expect([...wanted.keys()]).toHaveLength(22)
    for (const [file, content] of wanted) {
      expect(readFileSync(file, 'utf8'), `${file} is stale: run npm run generate`).toBe(content)
    }
  })
})

describe('npm run generate', { timeout: 60_000 }, () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['generate.ts', ...args], { cwd: import.meta.dirname, encoding: 'utf8' })

  test('-- --check finds nothing stale and writes nothing', () => {
    expect(run('--check')).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  // The list is changed while it is loaded (drill/mutation): nothing of the checkout is.
  test('a subgraph that is half made is told in words: what it lacks, and where', () => {
    const find = 'promotion: { port: 4004'
    const listed = {
      file: 'subgraphs/subgraphs.ts',
      find,
      replace: `loans: { port: 4006, owns: [], hears: [] }, ${find}`,
    }
    const env = { ...process.env, ...mutationEnvironment([listed]) }
    const args = ['--import', join(ROOT, 'drill/mutation/mutate.ts'), 'generate.ts', '--check']
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8', env })
    expect(stderr).toMatch(/^subgraphs\/loans\/package.json is not there, .*CONTRIBUTING.md/)
    expect(stderr.split('\n')).toHaveLength(2)
    expect(status).toBe(1)
  })

  test('a stale file is named, and written unless it is only checked', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ebook-schema-'))
    const file = join(folder, 'supergraph.graphql')
    const wanted = new Map([[file, 'new']])
    expect(bringUpToDate(wanted, true)).toEqual([relative(ROOT, file)])
    expect(existsSync(file)).toBe(false)
    expect(bringUpToDate(wanted, false)).toEqual([relative(ROOT, file)])
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(bringUpToDate(wanted, true)).toEqual([])
    rmSync(folder, { recursive: true })
  })
})

describe('the API', () => {
  const schema = apiSchemaOf(readFileSync(SUPERGRAPH_FILE, 'utf8'))
  const operations = readOperations()

  test('names operations once', () => {
    const names = operations.map(({ name }) => name)
    expect(names).toHaveLength(new Set(names).size)
    expect(names.length).toBeGreaterThan(Object.keys(notYetServed).length)
  })

  test.each(operations.filter(({ name }) => !(name in notYetServed)))(
    'serves $name as clients wrote it',
    (operation) => {
      expect(problemsOf(schema, operation.document)).toEqual([])
    },
  )

  test.each(Object.entries(notYetServed))('does not serve %s: %s', (name) => {
    const operation = operations.find((one) => one.name === name)
    expect(operation, `${name} is not in schema/operations: take it off the list`).toBeDefined()
    const problems = operation === undefined ? [] : problemsOf(schema, operation.document)
    expect(problems, `${name} can be served now: take it off the list`).not.toEqual([])
  })

  test('describes every type, field, argument and value', () => {
    const undescribed: string[] = []
    let seen = 0
    visit(parse(printSchema(schema)), {
      enter(node) {
        if (node.kind === Kind.DIRECTIVE_DEFINITION) return false
        if (!('description' in node) || !('name' in node) || node.name === undefined) return undefined
        seen += 1
        if (node.description === undefined) undescribed.push(`${node.kind} ${node.name.value}`)
        return undefined
      },
    })
    expect(seen).toBeGreaterThan(200)
    expect(undescribed).toEqual([])
  })
})

describe('what does not compose is said with file and line:', () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable"])'
  const source = (name: string, sdl: string): SubgraphSource => ({
    name,
    path: `subgraphs/${name}/schema.graphql`,
    sdl,
  })

  test('types that differ', () => {
    const failing = () =>
      compose([
        source(
          'book',
          `${link}\ntype Query { a: Book }\ntype Book @key(fields: "id") {\n  id: ID!\n  fee: Int! @shareable\n}`,
        ),
        source(
          'rent',
          `${link}\ntype Query { b: Book }\ntype Book @key(fields: "id") {\n  id: ID!\n  fee: String! @shareable\n}`,
        ),
      ])
    expect(failing).toThrow(CompositionFailed)
    expect(failing).toThrow(
      /^subgraphs\/book\/schema.graphql:5, subgraphs\/rent\/schema.graphql:5: FIELD_TYPE_MISMATCH Type of field "Book.fee" is incompatible/,
    )
  })

  test('a syntax error', () => {
    const failing = () => compose([source('book', `${link}\ntype Query {\n  a Int\n}`)])
    expect(failing).toThrow(CompositionFailed)
    expect(failing).toThrow(/^subgraphs\/book\/schema.graphql:3: Syntax Error/)
  })

  test('a subgraph that nobody knows where to find', () => {
    expect(() => compose([source('shop', `${link}\ntype Query { a: Int }`)])).toThrow(
      'subgraphs/shop/schema.graphql: the subgraph shop is not in the list of subgraphs/subgraphs.ts',
    )
  })

  test('and what only looks odd is a hint', () => {
    const { hints } = compose([
      source('book', `${link}\n"One."\ntype Query { a: Int @shareable }`),
      source('rent', `${link}\n"Other."\ntype Query { a: Int @shareable }`),
    ])
    expect(hints.join()).toContain('INCONSISTENT_DESCRIPTION')
  })

  test('of our own subgraphs there is none', () => expect(compose(readSubgraphs()).hints).toEqual([]))
})

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIND, REGISTER } from './import/http-catalogue.ts'
import { FakeCatalogue, type Fault } from './testing/fake-catalogue.ts'

const command = fileURLToPath(new URL('import.ts', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ebook-import-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function run(...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [command, ...args], { env: { ...process.env, DATA_DIR: folder } })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}

async function importing(text: string, faults?: (request: number) => Fault | undefined) {
  const catalogue = new FakeCatalogue(faults)
  const url = await catalogue.start()
  const file = join(folder, `${Math.random()}.csv`)
  await writeFile(file, text)
  return {
    catalogue,
    again: () => run(file, '--url', url, '--token', 'T'),
    [Symbol.asyncDispose]: () => catalogue.stop(),
  }
}

const dirty = `title,authors,isbn,isbn13,language_code
"Moby-Dick, or, the ""Whale""",Herman Melville,142437247,9.78014243725e+12,eng
Without a number,Somebody,,,
A wrong digit,Nobody,,9780451531690,
"Broken,Nobody,,,
`

describe('a dirty file', () => {
  test('what is good goes in, every refused row says where and why; a second time changes nothing', async () => {
    await using it = await importing(dirty)
    const first = await it.again()
    expect(first.out).toContain('line 2: registered: Moby-Dick, or, the "Whale"')
    expect(first.out).toContain('line 4: refused: the check digit of ISBN 9780451531690 is wrong (A wrong digit)')
    expect(first.out).toContain('line 5: refused: a quote is opened and never closed')
    expect(first.out).toContain('2 registered, 2 refused')
    expect(first.code).toBe(0)
    expect(it.catalogue.tokens).toEqual(new Set(['Bearer T']))
    expect(it.catalogue.titles).toMatchObject([
      { title: 'Moby-Dick, or, the "Whale"', isbn13: '9780142437247', rentalFee: 3000, seats: 1, language: 'en' },
      { title: 'Without a number' },
    ])

    const second = await it.again()
    expect(second.out).toContain('line 3: refused: it is in the catalogue already (Without a number)')
    expect(second.out).toContain('0 registered, 4 refused')
    expect(second.code).toBe(0)
    expect(it.catalogue.titles).toHaveLength(2)
  })
})

describe('an API that is not at its best', () => {
  const many = `title,authors\n${Array.from({ length: 40 }, (_, n) => `Title ${n}.,A`).join('\n')}\n`

  test('lost answers, outages and "too many requests": each title is registered once', async () => {
    const faults: (Fault | undefined)[] = ['lose the answer', undefined, 'unavailable', undefined, 'too many']
    // The first requests alone, so that no title is unlucky six times.
    await using it = await importing(many, (request) => (request <= 30 ? faults[request % faults.length] : undefined))
    const { code, out } = await it.again()
    expect(out).toContain('40 registered, 0 refused')
    expect(code).toBe(0)
    expect(new Set(it.catalogue.titles.map(({ title }) => title)).size).toBe(40)
    expect(it.catalogue.titles).toHaveLength(40)
  }, 60_000)

  test('who is not let in is told at once, and the other titles are not tried', async () => {
    await using it = await importing(many, () => 'forbidden')
    const { code, out, err } = await it.again()
    expect(err).toMatch(/FORBIDDEN.*\n.*run the same command again/)
    expect(out).toContain('0 registered, 0 refused, 40 left')
    expect(code).toBe(2)
  })
})

describe('what it is told', () => {
  test.each([
    [['--help'], 0, /^Usage: npm run import/],
    [[], 3, /Give the path of one CSV file/],
    [['a.csv', 'b.csv'], 3, /one CSV file/],
    [['a.csv', '--fee', '-1'], 3, /--fee/],
    [['a.csv', '--fee', '3.5'], 3, /--fee is "3.5"/],
    [['a.csv', '--seats', '1001'], 3, /--seats is "1001"; expected a whole number, 1 to 1000/],
    [['a.csv', '--url', 'localhost:4000'], 3, /--url is "localhost:4000"/],
    [['a.csv', '--nonsense'], 3, /nonsense/],
    [['/nowhere/at/all.csv'], 2, /cannot be read \(ENOENT\)/],
    [['/'], 2, /cannot be read \(EISDIR\)/],
  ])('%j ends with %i', async (args, code, message) => {
    const told = await run(...args)
    expect(told.out + told.err).toMatch(message)
    expect(told.code).toBe(code)
  })

  test('without a stack and without a token it says where to get one', async () => {
    const file = join(folder, 'good.csv')
    await writeFile(file, 'title,authors\nA,B\n')
    const { code, err } = await run(file)
    expect(err).toMatch(/No librarian's token: .*npm start.*EBOOK_TOKEN/s)
    expect(code).toBe(2)
  })
})

test('a router that runs trusted documents alone runs those of the importer', () => {
  const trusted = new URL('../schema/trusted-documents.json', import.meta.url)
  const documents = Object.values(JSON.parse(readFileSync(trusted, 'utf8')) as Record<string, string>)
  expect(documents).toContain(REGISTER)
  expect(documents).toContain(FIND)
})

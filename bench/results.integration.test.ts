import { appendFile, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '@ebook/processes/run'
import { assertWritable, circumstances, keep, readResults, RESULTS, UnusableResults, type Result } from './results.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ebook-results-'))
})
afterAll(() => rm(folder, { recursive: true }))

const result = (at: string): Result => ({
  commit: 'c0ffee',
  clean: true,
  at,
  machine: { cores: 2, cpu: 'a CPU', node: '24.0.0', loadBefore: 0.5 },
  benchmark: 'saga',
  options: { seconds: 30 },
  figures: [{ name: 'rentals', unit: '/s', value: Number.NaN, comparison: { name: 'bare commits', value: 1_000 } }],
  detail: { anything: [1, 2] },
})

test('a result is one line that is added to the others, and is read again, the oldest first', async () => {
  const file = join(folder, 'results.jsonl')
  const later = await keep(file, result('2026-11-02T00:00:00.000Z'))
  await keep(file, result('2026-11-01T00:00:00.000Z'))
  expect(later.split('\n')).toHaveLength(1)
  const read = await readResults(file)
  expect(read.map(({ at }) => at)).toEqual(['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'])
  expect(read[0]).toEqual({
    ...result('2026-11-01T00:00:00.000Z'),
    figures: [{ name: 'rentals', unit: '/s', value: null, comparison: { name: 'bare commits', value: 1_000 } }],
  })
})

test('without a file there are no results', async () => {
  expect(await readResults(join(folder, 'nothing.jsonl'))).toEqual([])
})

test('the results that are kept in the repository can be read', async () => {
  await expect(readResults(RESULTS)).resolves.toBeInstanceOf(Array)
})

test.each([
  ['was not written to its end', '{"commit":"c0', /:2 is no JSON/],
  ['lacks what a result has', '{"commit":"c0ffee"}', /:2 is no result: clean/],
])('a line that %s is told with its number', async (_what, line, told) => {
  const file = join(folder, `${line.length}.jsonl`)
  await keep(file, result('2026-11-01T00:00:00.000Z'))
  await appendFile(file, line)
  await expect(readResults(file)).rejects.toThrow(UnusableResults)
  await expect(readResults(file)).rejects.toThrow(told)
})

test('a folder is no file of results', async () => {
  await expect(readResults(folder)).rejects.toThrow('cannot be read (EISDIR)')
})

test('before anything is measured it is known whether its result can be added', async () => {
  await expect(assertWritable(join(folder, 'no/such/folder.jsonl'))).rejects.toThrow('cannot be written (ENOENT)')
  const torn = join(folder, 'torn.jsonl')
  await writeFile(torn, '{"commit":')
  await expect(assertWritable(torn)).rejects.toThrow(':1 is no JSON')
  const unended = join(folder, 'unended.jsonl')
  await writeFile(unended, JSON.stringify({ ...result('2026-11-01T00:00:00.000Z'), figures: [] }))
  await assertWritable(unended)
  await keep(unended, result('2026-11-02T00:00:00.000Z'))
  expect(await readResults(unended)).toHaveLength(2)
})

describe('what is measured', () => {
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
      cwd: join(folder, 'checkout'),
    })

  test('is a commit; the results alone do not make it another', async () => {
    const checkout = join(folder, 'checkout')
    await mkdir(join(checkout, 'bench'), { recursive: true })
    await git('init', '--quiet')
    await writeFile(join(checkout, 'bench/results.jsonl'), '')
    await git('add', '.')
    await git('commit', '--quiet', '--message', 'first')
    const commit = (await git('rev-parse', 'HEAD')).trim()
    await writeFile(join(checkout, 'bench/results.jsonl'), 'more')
    expect(await circumstances(checkout)).toMatchObject({ commit, clean: true, machine: { cores: expect.any(Number) } })
    await writeFile(join(checkout, 'new.ts'), '')
    expect(await circumstances(checkout)).toMatchObject({ commit, clean: false })
  })

  test('is no commit where there is no checkout', async () => {
    expect(await circumstances(folder)).toMatchObject({ commit: null, clean: false })
  })
})

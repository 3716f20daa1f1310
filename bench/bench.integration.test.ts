import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const nothing = ['--results', join(tmpdir(), 'ebook-no-results.jsonl')]

function bench(...args: string[]) {
  const command = [join(import.meta.dirname, 'bench.ts'), ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
  return { status, stdout, told: stderr.split('\n')[0] }
}

test('the trend needs no earlier results', () => {
  const { status, stdout } = bench('trend', 'saga', ...nothing)
  expect(stdout).toBe('There are no results yet: each `npm run bench -- NAME` adds one.\n')
  expect(status).toBe(0)
})

test.each([
  [[], 'Say which measurement.'],
  [['nothing'], 'There is no measurement "nothing".'],
  [['toString'], 'There is no measurement "toString".'],
  [['saga', 'broker'], 'There is no measurement "saga broker".'],
  [['saga', '--format', 'markdown'], 'saga knows no --format: it is for trend.'],
  [['saga', '--events', '5'], 'saga knows no --events; it has --seconds.'],
  [['saga', '--only', 'load'], 'saga knows no --only: it has no parts.'],
  [['cost', '--only', 'load,loud'], 'cost has no part "loud"; it has load, alone, counts, replicas, delivery, growth.'],
  [['trend', '--only', 'load'], 'trend knows no --only; it has no options.'],
  [['trend', 'toString'], 'There is no measurement "toString".'],
  [['trend', '--format', 'html'], '--format is "html"; expected terminal or markdown'],
  [['trend', '--seconds', '5'], 'trend knows no --seconds; it has no options.'],
])('%j is refused before anything is started', (args, told) => {
  expect(bench(...args, ...nothing)).toMatchObject({ status: 3, stdout: '', told })
})

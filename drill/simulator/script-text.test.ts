import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readScript } from './script-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'script-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(text: string): string {
  const file = join(folder, 'script.json')
  writeFileSync(file, text)
  return file
}

const script = { replicas: 2, steps: [{ kind: 'clock', what: 'a second passes', luck: 5 }] }

test.each([
  ['a script', script],
  ['a schedule', { violations: [], script }],
  ['a run that failed', { seed: 1, schedules: 9, failure: { schedule: 3, violations: ['9'], script } }],
])('reads %s', (_, printed) => {
  expect(readScript(fileWith(JSON.stringify(printed)))).toEqual(script)
})

test.each([
  ['no JSON', '{', 'script.json is not JSON: '],
  ['no script', '7', 'script.json is no script: Invalid input: expected object'],
  ['no steps', '{"replicas": 1}', 'script.json is no script: steps: Invalid input: expected array'],
  ['too many processes', '{"replicas": 9, "steps": []}', 'script.json is no script: replicas: Too big'],
  [
    'a step that is none',
    '{"replicas": 1, "steps": [{"kind": "dance", "what": "", "luck": 0}]}',
    'script.json is no script: steps.0.kind: Invalid option: expected one of "relay"',
  ],
  ['a run in which all held', '{"seed": 1, "schedules": 9, "failure": null}', 'script.json is no script: '],
])('refuses %s, and says what is wrong', (_, text, sentence) => {
  expect(() => readScript(fileWith(text))).toThrow(sentence)
  expect(() => readScript(fileWith(text))).toThrow('Expected what --json prints')
})

test('refuses a file that is not there', () => {
  expect(() => readScript(join(folder, 'nothing'))).toThrow('nothing cannot be read: ENOENT')
})

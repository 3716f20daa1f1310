import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CHECKOUT } from '@ebook/processes/checkout'

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(resolve(CHECKOUT, 'package.json'), 'utf8')))
/** By its file: test, test:fast and test:nightly are one. */
const commands = new Map(
  Object.entries(scripts).map(([name, line]) => [
    line.replace(/^exec node (stack\/bootstrap\.mjs )?/, '').replace(/ .*/, ''),
    name,
  ]),
)

function run(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    const settings = { env: { ...process.env, ...env } }
    const child = execFile(process.execPath, [resolve(CHECKOUT, file), ...args], settings, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    )
  })
}

test('there are as many commands as the package has', () => {
  expect(commands.size).toBeGreaterThan(18)
})

// What each ends with is one convention (CONTRIBUTING.md): 0 fine, 1 not fine, 2 could not, 3 wrong use.
test.concurrent.each([...commands])(
  '%s says how it is used and ends with 0, or why it is not and ends with 3',
  { timeout: 120_000 },
  async (file) => {
    const [help, wrong] = await Promise.all([run(file, ['--help']), run(file, ['--no-such-option'])])
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: '), stderr: '' })
    const { code, stdout, stderr } = wrong
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain('no-such-option')
    expect(stderr).not.toMatch(/\n {4}at /)
  },
)

test.concurrent.each([
  ['reconcile/erase.ts', []],
  ['cli/dead-letters.ts', ['list']],
])('%s does not wait for ever for a NATS that is not there', { timeout: 120_000 }, async (file, args) => {
  const nobody = { NATS_URL: 'nats://127.0.0.1:1', NATS_OPS_PASSWORD: 'any', NATS_PASSWORD: 'any' }
  const { code, stderr } = await run(file, args, nobody)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('127.0.0.1:1 does not answer') })
})

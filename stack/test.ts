import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { CHECKOUT } from '@ebook/processes/checkout'
import { run } from '@ebook/processes/run'
import { check } from './check.ts'
import { BadArguments, EXIT, reportFailure } from './command-line.ts'

const VITEST = resolve(CHECKOUT, 'node_modules/vitest/vitest.mjs')
const PROJECTS = ['unit', 'integration', 'web', 'e2e', 'nightly']

const usage = `Usage: npm test [-- [--no-check] [VITEST ARGUMENTS]]

Types, lint, format, imports and unused code (npm run check), then every test, on real PostgreSQL, NATS and processes
that it starts itself on free ports. The last line is "N passed, N failed". What takes minutes is in the project
nightly and runs only when it is named: npm run test:nightly.

What is left to chance is the same in every run of a checkout; npm run test:nightly chooses anew, and prints TEST_SEED=…,
which repeats it.

  --no-check            only the tests
  --fast                npm run test:fast: the checks of what changed, the tests that start nothing, and the integration
                        tests that reach what has changed since main
  npm test -- rent      only the files whose path contains "rent"
  npm test -- --project ${PROJECTS.join('|')}

Exit code: 0 all passed, 1 a check or a test failed, 3 the arguments cannot be used.`

const Outcome = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})

/** Runs vitest with the arguments; its own reporter on the screen, its JSON for the last line. */
async function runTests(args: readonly string[]): Promise<{ code: number; summary: string }> {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-test-'))
  const file = resolve(folder, 'outcome.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const child = spawn(process.execPath, [VITEST, 'run', ...reporters, ...args], { cwd: CHECKOUT, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    const text = await readFile(file, 'utf8').catch(() => undefined)
    const summary =
      text === undefined ? 'vitest ended before it could count' : summaryOf(Outcome.parse(JSON.parse(text)))
    return { code: code ?? 128 + constants.signals[signal ?? 'SIGKILL'], summary }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A file that could not be loaded, or whose preparations failed, has no failed test of its own; it counts as one. */
function summaryOf({ numPassedTests, numFailedTests, testResults }: z.infer<typeof Outcome>): string {
  const failedFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return `${numPassedTests} passed, ${numFailedTests + failedFiles.length} failed`
}

/** Where the work under way began: what main had then. */
async function beganAt(): Promise<string> {
  for (const main of ['origin/main', 'main']) {
    const found = await run('git', ['merge-base', 'HEAD', main], { cwd: CHECKOUT }).catch(() => '')
    if (found) return found.trim()
  }
  return 'HEAD'
}

/** Before the checks take their minutes. Throws BadArguments. */
async function refuseUnknown(args: readonly string[]): Promise<void> {
  if (!args.some((arg) => arg.startsWith('-'))) return
  const named = args.flatMap((arg, at) =>
    arg === '--project' ? (args[at + 1] ?? '') : (/^--project=(.*)$/.exec(arg)?.[1] ?? []),
  )
  const unknown = named
    .map((name) => name.replace(/^!/, ''))
    .find((name) => !name.includes('*') && !PROJECTS.includes(name))
  if (unknown !== undefined)
    throw new BadArguments(`There is no project "${unknown}"; there are ${PROJECTS.join(', ')}.`)
  const known = await run(process.execPath, [VITEST, 'run', '--help'], { cwd: CHECKOUT })
  const options = new Set([...known.matchAll(/^ +(?:-\w, )?--(?:no-)?([\w.-]+)/gm)].map(([, name]) => name))
  for (const [given, name = ''] of args.join('\n').matchAll(/^--(?:no-)?([\w.-]+)/gm))
    if (!options.has(name)) throw new BadArguments(`Neither npm test nor vitest knows ${given}.`)
}

const FAST = ['--project=unit', '--project=web']

const given = process.argv.slice(2)
if (given.includes('--help') || given.includes('-h')) {
  console.log(usage)
  process.exit(EXIT.fine)
}
const isFast = given.includes('--fast')
const args = given.filter((arg) => arg !== '--no-check' && arg !== '--fast')
try {
  await refuseUnknown(args)
} catch (error) {
  reportFailure(error, usage)
  process.exit()
}
const failedChecks = given.includes('--no-check') ? [] : await check(isFast ? 'quick' : 'whole')
if (args.join().includes('nightly')) {
  // Of the tests' own choosing (testkit/seed.ts).
  process.env['TEST_SEED'] ??= String(randomInt(2 ** 31))
  console.log(`TEST_SEED=${process.env['TEST_SEED']}`)
}
const projects = args.some((arg) => arg.startsWith('--project')) ? [] : ['--project=!nightly']
const runs = isFast
  ? [
      [...FAST, ...args],
      ['--project=integration', `--changed=${await beganAt()}`, '--passWithNoTests', ...args],
    ]
  : [[...projects, ...args]]
let code = 0
const summaries: string[] = []
for (const some of runs) {
  const outcome = await runTests(some)
  code ||= outcome.code
  summaries.push(outcome.summary)
}
if (failedChecks.length > 0) console.log(`checks failed: ${failedChecks.join(', ')}`)
console.log(summaries.join('; of what changed: '))
process.exitCode = code === 0 && failedChecks.length > 0 ? 1 : code

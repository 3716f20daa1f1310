import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CACHE, CHECKOUT } from '@ebook/processes/checkout'
import { readArguments, reportFailure } from './command-line.ts'

const usage = `Usage: npm run check [-- --fix | --quick]

Types, lint, format, direction of imports, unused code: all of them, and exit code 1 if any fails.

  --fix     mends what can be mended by a tool: lint and format
  --quick   what ESLint and Prettier said of a file is remembered as long as the file stays as it is`

interface Check {
  readonly name: string
  /** In node_modules. */
  readonly bin: string
  readonly args: readonly string[]
  readonly fixArgs?: readonly string[]
  /** Added when what has not changed may be left out. */
  readonly quickArgs?: readonly string[]
}

interface Outcome {
  readonly name: string
  readonly passed: boolean
}

/** The compiler and oxlint are written in Go, and would spend a quarter of their time on sweeping their memory. */
const LESS_SWEEPING = { GOGC: '400' }

const inCache = (name: string) => resolve(CACHE, 'checked', name)

const { workspaces } = JSON.parse(readFileSync(resolve(CHECKOUT, 'package.json'), 'utf8')) as { workspaces: string[] }
/** Every package, and what is none. */
const FOLDERS = [
  ...workspaces.map((folder) => (folder === 'web' ? 'web/src' : folder.replace('/*', ''))),
  'deploy',
  'docs',
]

/** The longest first: two of them run at a time. */
const CHECKS: readonly Check[] = [
  {
    name: 'lint (ESLint)',
    bin: 'eslint/bin/eslint.js',
    args: ['.', '--max-warnings', '0'],
    fixArgs: ['.', '--max-warnings', '0', '--fix'],
    quickArgs: ['--cache', '--cache-strategy', 'content', '--cache-location', inCache('eslint')],
  },
  { name: 'promises and unions (oxlint)', bin: 'oxlint/bin/oxlint', args: ['--type-aware'] },
  { name: 'types (TypeScript 7)', bin: 'tsgo/bin/tsc', args: ['--project', '.'] },
  { name: 'types of the web pages', bin: 'tsgo/bin/tsc', args: ['--project', 'web'] },
  {
    name: 'format (Prettier)',
    bin: 'prettier/bin/prettier.cjs',
    args: ['.', '--check', '--log-level', 'warn'],
    fixArgs: ['.', '--write', '--log-level', 'warn'],
    quickArgs: ['--cache', '--cache-strategy', 'content', '--cache-location', inCache('prettier')],
  },
  {
    name: 'direction of imports (dependency-cruiser)',
    bin: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.mjs', ...FOLDERS],
  },
  { name: 'unused code (knip)', bin: 'knip/bin/knip.js', args: ['--no-progress', '--no-config-hints'] },
]

export type Thoroughness = 'whole' | 'quick' | 'fix'

/** Runs every check, two at a time, shows each under its heading when it has ended, and returns the names of those that failed. */
export async function check(how: Thoroughness = 'whole'): Promise<string[]> {
  const waiting = CHECKS.values()
  const outcomes: Outcome[] = []
  const lane = async () => {
    for (const one of waiting) outcomes.push(await run(one, how))
  }
  await Promise.all([lane(), lane()])
  return outcomes.filter(({ passed }) => !passed).map(({ name }) => name)
}

async function run({ name, bin, args, fixArgs, quickArgs }: Check, how: Thoroughness): Promise<Outcome> {
  const chosen = how === 'fix' ? (fixArgs ?? args) : how === 'quick' ? [...args, ...(quickArgs ?? [])] : args
  const env = { ...process.env, ...LESS_SWEEPING, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) }
  const child = spawn(process.execPath, [resolve(CHECKOUT, 'node_modules', bin), ...chosen], { cwd: CHECKOUT, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'close')) as [number | null]
  console.log(`\n── ${name}\n${said}${code === 0 ? 'ok' : `FAILED: ${name}`}`)
  return { name, passed: code === 0 }
}

async function main(): Promise<void> {
  const flag = { type: 'boolean' } as const
  const { values } = readArguments({ options: { fix: flag, quick: flag, help: { ...flag, short: 'h' } } })
  if (values.help) return console.log(usage)
  const failed = await check(values.fix ? 'fix' : values.quick ? 'quick' : 'whole')
  console.log(failed.length === 0 ? '\nall checks passed' : `\nchecks failed: ${failed.join(', ')}`)
  if (failed.length > 0) process.exitCode = 1
}

if (import.meta.main) await main().catch((error: unknown) => reportFailure(error, usage))

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { readArguments, reportFailure } from './command-line.ts'
import { CHECKOUT } from '@ebook/processes/checkout'

const usage = `Usage: npm run check [-- --fix]

Types, lint, format, direction of imports, unused code: all of them, and exit code 1 if any fails.

  --fix   mends what can be mended by a tool: lint and format`

interface Check {
  readonly name: string
  /** In node_modules. */
  readonly bin: string
  readonly args: readonly string[]
  readonly fixArgs?: readonly string[]
}

const FOLDERS = [
  'nats',
  'chassis',
  'router',
  'schema',
  'schema-check',
  'subgraphs',
  'catalogue',
  'processes',
  'testkit',
  'stack',
  'cli',
  'e2e',
  'bench',
  'clients',
  'reconcile',
  'drill',
  'deploy',
]

const CHECKS: readonly Check[] = [
  { name: 'types (TypeScript 7)', bin: 'tsgo/bin/tsc', args: ['--project', '.'] },
  { name: 'types of the web pages', bin: 'tsgo/bin/tsc', args: ['--project', 'web'] },
  {
    name: 'lint (ESLint)',
    bin: 'eslint/bin/eslint.js',
    args: ['.', '--max-warnings', '0'],
    fixArgs: ['.', '--max-warnings', '0', '--fix'],
  },
  {
    name: 'format (Prettier)',
    bin: 'prettier/bin/prettier.cjs',
    args: ['.', '--check', '--log-level', 'warn'],
    fixArgs: ['.', '--write', '--log-level', 'warn'],
  },
  {
    name: 'direction of imports (dependency-cruiser)',
    bin: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.mjs', ...FOLDERS],
  },
  { name: 'unused code (knip)', bin: 'knip/bin/knip.js', args: ['--no-progress', '--no-config-hints'] },
]

/** Runs every check, each under its heading, and returns the names of those that failed. */
export async function check(fix = false): Promise<string[]> {
  const failed: string[] = []
  for (const { name, bin, args, fixArgs } of CHECKS) {
    console.log(`\n── ${name}`)
    const child = spawn(process.execPath, [resolve(CHECKOUT, 'node_modules', bin), ...((fix && fixArgs) || args)], {
      cwd: CHECKOUT,
      stdio: 'inherit',
    })
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) failed.push(name)
    console.log(code === 0 ? 'ok' : `FAILED: ${name}`)
  }
  return failed
}

async function main(): Promise<void> {
  const { values } = readArguments({ options: { fix: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(usage)
  const failed = await check(values.fix)
  console.log(failed.length === 0 ? '\nall checks passed' : `\nchecks failed: ${failed.join(', ')}`)
  if (failed.length > 0) process.exitCode = 1
}

if (import.meta.main) await main().catch((error: unknown) => reportFailure(error, usage))

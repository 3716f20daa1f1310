import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { CompositionFailed, HalfMadeSubgraph, ROOT } from './compose.ts'

/** The files that differ from what they should be; they are written unless `check`. Paths from the repository's root. */
export function bringUpToDate(wanted: ReadonlyMap<string, string>, check: boolean): string[] {
  const stale = [...wanted].filter(([file, content]) => !existsSync(file) || readFileSync(file, 'utf8') !== content)
  if (!check) {
    for (const [file, content] of stale) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
  }
  return stale.map(([file]) => relative(ROOT, file))
}

/**
 * A command that generates files: `--check` writes nothing, `--help` explains. Exit code 0 when all is well, 1 when a
 * file is stale, a subgraph is half made or they do not compose, 3 for arguments that make no sense.
 */
export async function generatingCommand(help: string, wanted: () => Promise<Map<string, string>>): Promise<void> {
  const given = readArguments()
  if (typeof given === 'string') {
    process.stderr.write(`${given}\n\n${help}`)
    process.exitCode = 3
  } else if (given.help) {
    process.stdout.write(help)
  } else {
    process.exitCode = await generateFiles(wanted, given.check)
  }
}

function readArguments(): string | { readonly check: boolean; readonly help: boolean } {
  try {
    const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
    return { check: values.check ?? false, help: values.help ?? false }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function generateFiles(wanted: () => Promise<Map<string, string>>, check: boolean): Promise<number> {
  try {
    const stale = bringUpToDate(await wanted(), check)
    for (const file of stale) process.stdout.write(`${file} ${check ? 'is stale: run npm run generate' : 'written'}\n`)
    return check && stale.length > 0 ? 1 : 0
  } catch (error) {
    if (!(error instanceof CompositionFailed || error instanceof HalfMadeSubgraph)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

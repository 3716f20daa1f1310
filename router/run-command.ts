import { parseArgs } from 'node:util'
import { messageOf } from './planning/unsafe-supergraph.ts'

/** Runs a command that takes no arguments but `--help`. Any other is told with the usage, and ends the process with 3. */
export async function runCommand(usage: string, main: () => Promise<void>): Promise<void> {
  if (readArguments(usage).help) process.stdout.write(`${usage}\n`)
  else await main()
}

function readArguments(usage: string) {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}\n`)
    process.exit(3)
  }
}

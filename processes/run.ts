import { execFile } from 'node:child_process'

/** A command that failed: its message carries what it printed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

/** Runs a command to its end and returns what it printed on stdout. Throws CommandFailed, also after `timeoutMs`. */
export async function run(
  file: string,
  args: readonly string[],
  { timeoutMs = 60_000, env = process.env, cwd }: { timeoutMs?: number; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: timeoutMs, env, cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const ending = error.killed ? `did not end in ${timeoutMs} ms` : error.message.split('\n')[0]
      reject(new CommandFailed(`${file}: ${ending}\n${stderr}`.trim(), { cause: error }))
    })
  })
}

/** Whether the command ends well. */
export async function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  return run(file, args, { timeoutMs: 10_000 }).then(
    () => true,
    () => false,
  )
}

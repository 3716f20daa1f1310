import { readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { run } from './run.ts'

/** The command line of a process, its arguments separated by blanks; undefined when there is no such process. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  if (platform() === 'linux') {
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return raw === '' ? undefined : raw.replaceAll('\0', ' ').trim()
  }
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    (line) => line.trim() || undefined,
    () => undefined,
  )
}

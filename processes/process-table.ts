import { readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { run } from './run.ts'

const linux = platform() === 'linux'

/** The command line of a process, its arguments separated by blanks; undefined when there is no such process. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (!isPid(pid)) return undefined
  if (!linux) return ps(pid, 'command=')
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return raw.replaceAll('\0', ' ').trim() || undefined
}

/** When a process began, in the system's own words: with the pid it tells the process from a later one of that pid. */
export async function beginningOf(pid: number): Promise<string | undefined> {
  if (!isPid(pid)) return undefined
  return linux ? (await stat(pid))[19] : ps(pid, 'lstart=')
}

/** Whether somebody stopped it with SIGSTOP or a debugger. */
export async function isStopped(pid: number): Promise<boolean> {
  if (!isPid(pid)) return false
  const state = linux ? (await stat(pid))[0] : await ps(pid, 'state=')
  return /^[Tt]/.test(state ?? '')
}

/** The fields after the command, which may hold blanks itself: the first of them is the state (man proc_pid_stat, field 3). */
async function stat(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

async function ps(pid: number, field: string): Promise<string | undefined> {
  return run('ps', ['-o', field, '-p', String(pid)]).then(
    (line) => line.trim() || undefined,
    () => undefined,
  )
}

function isPid(pid: number): boolean {
  return Number.isInteger(pid) && pid > 1
}

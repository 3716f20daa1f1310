import { availableParallelism } from 'node:os'
import { run, succeeds } from '@ebook/processes/run'

export interface Cores {
  /** What a process is run by, to be alone on one core. */
  readonly router: readonly string[]
  /** For everything else. */
  readonly others: readonly string[]
}

/** Gives the router a core of its own, where there are two and Linux lets them be assigned; this process moves to the other. */
export async function assignCores(): Promise<Cores> {
  const possible = availableParallelism() > 1 && (await succeeds('taskset', ['--version']))
  if (!possible) return { router: [], others: [] }
  await run('taskset', ['--all-tasks', '--cpu-list', '--pid', '0', String(process.pid)])
  return { router: ['taskset', '--cpu-list', '1'], others: ['taskset', '--cpu-list', '0'] }
}

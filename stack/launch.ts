import { platform } from 'node:os'
import { succeeds } from './run.ts'

/** A program with its arguments, and what is added to the environment of this process. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What the program is run by, such as `setpriv --reuid=…`. */
  readonly by?: readonly string[]
}

/** The program and its arguments as they are executed. */
export function argvOf({ file, args, by = [] }: Command): [file: string, ...args: string[]] {
  const [first = file, ...rest] = [...by, file, ...args]
  return [first, ...rest]
}

/** PostgreSQL refuses to run as root, and no way was found to run it as somebody else. */
export class NoUnprivilegedUser extends Error {
  override readonly name = 'NoUnprivilegedUser'
}

/** `nobody`: the one unprivileged user with an entry in every passwd, which initdb asks for. */
const NOBODY = 65_534

// Without these two a process that gave up root could not reach a checkout or a data folder under a 0700 folder.
const TRAVERSE = '+dac_override,+dac_read_search'
const GIVE_UP_ROOT = [
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  `--inh-caps=${TRAVERSE}`,
  `--ambient-caps=${TRAVERSE}`,
]

const HIDE_ROOT = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]

const ask = (file: string, ...args: string[]) => {
  let answer: Promise<boolean> | undefined
  return () => (answer ??= platform() === 'linux' ? succeeds(file, [...args, 'true']) : Promise.resolve(false))
}
const kernelTellsOfDeath = ask('setpriv', '--pdeathsig', 'KILL')
const setprivGivesUpRoot = ask('setpriv', ...GIVE_UP_ROOT)
const unshareHidesRoot = ask('unshare', ...HIDE_ROOT)

/**
 * The command, so run that the kernel sends it `signal` when the thread that started it ends, however that came.
 * Unchanged where the kernel or `setpriv` does not offer it.
 */
export async function dyingWithParent(command: Command, signal: 'KILL' | 'INT'): Promise<Command> {
  if (!(await kernelTellsOfDeath())) return command
  // Last before the program: the kernel forgets the signal when a process changes its user.
  return { ...command, by: [...(command.by ?? []), 'setpriv', '--pdeathsig', signal] }
}

/** How to run a program that refuses root. `owner` is the uid that must own its data; undefined: whoever we are. */
export interface Unprivileged {
  readonly owner: number | undefined
  readonly by: readonly string[]
}

/** Throws NoUnprivilegedUser, with what to do. */
export async function unprivileged(): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) return { owner: undefined, by: [] }
  if (await setprivGivesUpRoot()) return { owner: NOBODY, by: ['setpriv', ...GIVE_UP_ROOT] }
  if (await unshareHidesRoot()) return { owner: undefined, by: ['unshare', ...HIDE_ROOT] }
  throw new NoUnprivilegedUser(
    'PostgreSQL refuses to run as root, and neither `setpriv` nor `unshare --user` can run it as somebody else here. ' +
      'Start as a user other than root, install util-linux, or give BOOK_DATABASE_URL, RENT_DATABASE_URL, ' +
      'PAYMENT_DATABASE_URL and PROMOTION_DATABASE_URL of a PostgreSQL that runs.',
  )
}

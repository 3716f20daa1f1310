import { databaseVariable, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
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

const GIVE_UP_ROOT = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']

// A checkout or a data folder may lie under a 0700 folder of root's, such as /root or what mktemp makes. access(2), by
// which PostgreSQL looks for its own programs, heeds the capability only under that securebit.
const PASS_THROUGH = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup']

let kernelTells: Promise<boolean> | undefined

/**
 * The command, so run that the kernel sends it `signal` when the thread that started it ends, however that came.
 * Unchanged where the kernel or `setpriv` does not offer it.
 */
export async function dyingWithParent(command: Command, signal: 'KILL' | 'INT'): Promise<Command> {
  kernelTells ??= succeeds('setpriv', ['--pdeathsig', 'KILL', 'true'])
  if (!(await kernelTells)) return command
  // Last before the program: the kernel forgets the signal when a process changes its user.
  return { ...command, by: [...(command.by ?? []), 'setpriv', '--pdeathsig', signal] }
}

/** How to run a program that refuses root. `owner` is the uid that must own its data; undefined: whoever we are. */
export interface Unprivileged {
  readonly owner: number | undefined
  readonly by: readonly string[]
}

/** One that can reach these paths, whose last part is a folder or can be executed. Throws NoUnprivilegedUser. */
export async function unprivileged(paths: readonly string[]): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) return { owner: undefined, by: [] }
  const ways: readonly Unprivileged[] = [
    { owner: NOBODY, by: ['setpriv', ...GIVE_UP_ROOT, ...PASS_THROUGH] },
    // In a namespace where root has another name: for the files it is still root.
    { owner: undefined, by: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`] },
    { owner: NOBODY, by: ['setpriv', ...GIVE_UP_ROOT] },
  ]
  for (const way of ways) {
    const [file, ...args] = argvOf({
      by: way.by,
      file: 'test',
      args: paths.flatMap((path, index) => [...(index === 0 ? [] : ['-a']), '-x', path]),
    })
    if (await succeeds(file, args)) return way
  }
  throw new NoUnprivilegedUser(
    'PostgreSQL refuses to run as root, and neither `setpriv` nor `unshare --user` can run it here as somebody else who ' +
      `reaches ${paths.join(' and ')}. Start as a user other than root, install util-linux, put both where everybody may ` +
      `read, or give ${WRITING_SUBGRAPHS.map(databaseVariable).join(', ')} of a PostgreSQL that runs.`,
  )
}

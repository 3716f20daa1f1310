import { randomInt } from 'node:crypto'
import { BadArguments, readArguments, readNumber } from '@ebook/stack/command-line'
import type { Fault } from '../faults/fault.ts'
import { faults } from '../faults/table.ts'
import { drilledMutants, type DrilledMutant } from '../mutants/table.ts'

const listed = (things: readonly { readonly name: string; readonly what: string }[]) =>
  things.map(({ name, what }) => `      ${name.padEnd(33)} ${what}`).join('\n')

export const usage = `Usage: npm run drill -- [--minutes 5] [--seed 7] [--faults kill,pause] [--members 12] [--keep]
       npm run drill -- --bug NAME | --bugs [--seed 7]

Starts a private installation, uses it as members, librarians and subscribers do, breaks it in many ways, heals it, waits
until nothing is under way any more, and checks all 30 statements (docs/drill.md).

  --minutes N        how long faults go on, 0.1 to 600 (5)
  --seed N           the same seed plans the same faults and the same people, 0 to 4294967295 (any)
  --members N        how many people use it, 1 to 200 (12)
  --keep             leaves the data folder, with logs and the client log, to look into
  --faults NAME,NAME only these:
${listed(faults)}
  --bugs             tries every bug that can be switched on, and says whether each is caught
  --bug NAME,NAME    only these:
${listed(drilledMutants)}

Exit 0 everything held, or every bug was caught; 1 a statement offends, or a bug was not caught; 2 it could not be run;
3 bad arguments.`

export interface DrillArguments {
  readonly seed: number
  readonly minutes: number
  readonly members: number
  readonly faults: readonly Fault[]
  /** Empty: a drill, and no bug. */
  readonly bugs: readonly DrilledMutant[]
  readonly keep: boolean
  /** The command that does the same again. */
  readonly repeat: string
}

const LARGEST_SEED = 2 ** 32 - 1

/** What the command line asks for. Throws BadArguments. */
export function readDrillArguments(args?: string[]): DrillArguments | 'help' {
  const { values } = readArguments({
    ...(args && { args }),
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      faults: { type: 'string' },
      members: { type: 'string' },
      bug: { type: 'string' },
      bugs: { type: 'boolean' },
      keep: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'
  const isTrial = values.bug !== undefined || values.bugs === true
  if (isTrial && (values.minutes ?? values.faults ?? values.members) !== undefined) {
    throw new BadArguments('--minutes, --faults and --members do not go with a bug, which has a drill of its own')
  }
  if (values.bug !== undefined && values.bugs) throw new BadArguments('--bug and --bugs do not go together')
  const minutes = readNumber('minutes', values.minutes ?? '5', 0.1, 600, 'number')
  const seed = readNumber('seed', values.seed ?? String(randomInt(1_000_000)), 0, LARGEST_SEED)
  const members = readNumber('members', values.members ?? '12', 1, 200)
  const selected = chosen('faults', values.faults, faults)
  const bugs = isTrial ? chosen('bug', values.bug, drilledMutants) : []
  const only = values.faults === undefined ? '' : ` --faults ${namesOf(selected)}`
  const trial = values.bugs ? '--bugs' : `--bug ${namesOf(bugs)}`
  return {
    seed,
    minutes,
    members,
    bugs,
    faults: selected,
    keep: values.keep ?? false,
    repeat: `npm run drill -- ${isTrial ? trial : `--minutes ${minutes} --members ${members}${only}`} --seed ${seed}`,
  }
}

const namesOf = (chosen: readonly { readonly name: string }[]) => chosen.map(({ name }) => name).join(',')

function chosen<T extends { readonly name: string }>(option: string, asked: string | undefined, all: readonly T[]) {
  if (asked === undefined) return all
  const names = asked.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !all.some((one) => one.name === name))
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name).join(', ')
    throw new BadArguments(`--${option} names ${unknown.join(', ') || 'nothing'}; there are ${known}`)
  }
  return all.filter(({ name }) => names.includes(name))
}

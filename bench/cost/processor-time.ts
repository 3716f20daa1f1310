import { readdir, readFile } from 'node:fs/promises'
import type { ProcessName } from '@ebook/stack/data-dir'
import type { Stack } from '@ebook/stack/stack'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

/** Microseconds that each kind of process has used since it was started, in user mode and in the kernel. */
export type ProcessorTime = Readonly<Record<string, number>>

const KINDS: readonly ProcessName[] = ['postgres', 'nats', 'issuer', ...SUBGRAPHS, 'router']
/** A hundredth of a second (man proc_pid_stat): only deltas over many of them are exact. */
const TICK_MICROS = 10_000

interface Process {
  readonly parent: number
  /** Its own, and that of its children which have ended and which it has waited for. */
  readonly ticks: number
}

/** Of the whole installation, by kind, with all that a process has started: PostgreSQL's backends are PostgreSQL. */
export async function processorTime(stack: Stack): Promise<ProcessorTime> {
  const table = await processTable()
  const children = Map.groupBy(table.keys(), (pid) => table.get(pid)?.parent ?? 0)
  const ticksOf = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + ticksOf(child), table.get(pid)?.ticks ?? 0)
  const micros = (kind: ProcessName) =>
    stack.processes(kind).reduce((sum, { pid }) => sum + (pid === undefined ? 0 : ticksOf(pid)), 0) * TICK_MICROS
  return Object.fromEntries(KINDS.map((kind) => [kind, micros(kind)]))
}

/** What each used between two looks. */
export function usedBetween(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return Object.fromEntries(Object.entries(after).map(([kind, micros]) => [kind, micros - (before[kind] ?? 0)]))
}

export const total = (time: ProcessorTime): number => Object.values(time).reduce((sum, micros) => sum + micros, 0)

async function processTable(): Promise<Map<number, Process>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const read = pids.map(async (pid) => {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    // The command before them, in brackets, may hold blanks itself: the first field after it is the third of all.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return text === '' ? [] : [[pid, { parent: Number(fields[1]), ticks }] as const]
  })
  return new Map((await Promise.all(read)).flat())
}

import { readdirSync, readFileSync } from 'node:fs'

/** State and parent of a process, as Linux tells them; undefined when there is none. */
function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return undefined
  }
}

/** It is not there, or has ended and waits for somebody to notice. */
export function isGone(pid: number): boolean {
  const { state } = statOf(pid) ?? {}
  return state === undefined || state === 'Z' || state === 'X'
}

export function parentOf(pid: number): number {
  return statOf(pid)?.parent ?? 0
}

/** What came from a process, directly or not; without those whose own parent is gone already. */
export function descendantsOf(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const children = Map.groupBy(pids.map(Number), parentOf)
  const found = [...(children.get(pid) ?? [])]
  for (const one of found) found.push(...(children.get(one) ?? []))
  return found
}

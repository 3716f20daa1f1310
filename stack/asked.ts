import { freePort } from '@ebook/processes/ports'
import { SUBGRAPHS, type Subgraph } from '../subgraphs/subgraphs.ts'
import { BadArguments } from './command-line.ts'
import { type ProcessName } from './data-dir.ts'

/** What can be left out of a start. */
const CHOOSABLE = [...SUBGRAPHS, 'router'] as const
export type Choosable = Subgraph | 'router'

/** `rent,payment`: which of the subgraphs and the router; all when nothing was asked for. Throws BadArguments. */
export function chosen(only: string | undefined): readonly Choosable[] {
  if (only === undefined) return CHOOSABLE
  const names = only.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !CHOOSABLE.some((known) => known === name))
  if (unknown.length > 0) {
    const what = unknown.map((name) => `"${name}"`).join(', ')
    throw new BadArguments(`--only names ${what}, which there is not. There are ${CHOOSABLE.join(', ')}.`)
  }
  return CHOOSABLE.filter((known) => names.includes(known))
}

/** Of each process of ours, from Node's own port on, in an order that does not depend on what was chosen. */
export const INSPECTED: readonly ProcessName[] = ['router', ...SUBGRAPHS, 'issuer']
export const FIRST_INSPECTOR_PORT = 9229

/** A port for the debugger of each process, the same at every start unless somebody has it. */
export async function inspectorPorts(): Promise<ReadonlyMap<ProcessName, number>> {
  const ports = new Map<ProcessName, number>()
  for (const [index, name] of INSPECTED.entries()) {
    ports.set(name, await freePort([FIRST_INSPECTOR_PORT + index], ports.values()))
  }
  return ports
}

/** What node is told, so that a debugger of this machine can come at any time. */
export const inspecting = (port: number): readonly string[] => [`--inspect=127.0.0.1:${port}`]

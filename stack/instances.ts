import { freePort } from '@ebook/processes/ports'
import type { Subgraph } from '../subgraphs/subgraphs.ts'
import type { ProcessName } from './data-dir.ts'

/** Of these there may be any number, behind a balancer. */
export type Replicated = Subgraph | 'router'
export type Replicas = Partial<Record<Replicated, number>>

/** One process of its kind. */
export interface Instance {
  readonly name: ProcessName
  /** From 1. */
  readonly replica: number
  /** Its own: not the balancer's. */
  readonly port: number
}

/** `rent`, and beside it `rent 2`. */
export const labelOf = ({ name, replica }: Pick<Instance, 'name' | 'replica'>): string =>
  replica === 1 ? name : `${name} ${replica}`

/** The same as a part of a file's name. */
export const fileNameOf = (instance: Pick<Instance, 'name' | 'replica'>): string => labelOf(instance).replace(' ', '-')

export interface Instances {
  readonly instances: readonly Instance[]
  /** The ports on which the nats-servers of a cluster find each other. */
  readonly routes: readonly number[]
}

/** A single one has the port of its kind; of several that is the balancer's, but NATS has none: its clients balance. */
export async function planInstances(
  processes: ReadonlySet<ProcessName>,
  ports: Readonly<Record<ProcessName, number>>,
  counts: Replicas & { readonly nats: number },
): Promise<Instances> {
  const taken = new Set(Object.values(ports))
  const another = async () => {
    const port = await freePort([], taken)
    taken.add(port)
    return port
  }
  const instances: Instance[] = []
  for (const name of processes) {
    const count = (counts as Partial<Record<ProcessName, number>>)[name] ?? 1
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`${count} of ${name} cannot be started`)
    for (let replica = 1; replica <= count; replica += 1) {
      const first = replica === 1 && (count === 1 || name === 'nats')
      instances.push({ name, replica, port: first ? ports[name] : await another() })
    }
  }
  const routes: number[] = []
  const nodes = instances.filter(({ name }) => name === 'nats').length
  while (nodes > 1 && routes.length < nodes) routes.push(await another())
  return { instances, routes }
}

import { resolve } from 'node:path'
import { manage, type ManagedProcess } from './managed-process.ts'
import type { Plan } from './plan.ts'
import { freePort } from './ports.ts'
import { processSpecs, type SpecSettings } from './process-specs.ts'

/** Of these there may be more than one: the router keeps nothing, and every dashboard has a file of its own. */
export type Replicated = 'router' | 'dashboard'

export interface Replica {
  readonly process: ManagedProcess
  /** The GraphQL endpoint. */
  readonly url: string
}

/** Starts another process of a kind that the plan has, with its environment and `env`. Throws StartFailed. */
export async function startReplica(
  plan: Plan,
  name: Replicated,
  settings: SpecSettings & { readonly replicaEnv?: Readonly<Record<string, string>> | undefined },
  onLine: (line: string) => void,
): Promise<Replica> {
  const port = await freePort([], Object.values(plan.ports))
  const dashboardFile = resolve(plan.layout.dataDir, 'dashboard', `dashboard-${port}.sqlite`)
  const another: Plan = {
    ...plan,
    ports: { ...plan.ports, [name]: port },
    processes: new Set([name]),
    layout: { ...plan.layout, dashboardFile },
  }
  const spec = (await processSpecs(another, settings)).get(name)
  if (!spec) throw new Error(`nobody says how ${name} is run`)
  const process = manage(spec, { restart: true, onLine })
  try {
    await process.start({ env: settings.replicaEnv ?? {} })
  } catch (error) {
    await process.stop()
    throw error
  }
  return { process, url: `http://127.0.0.1:${port}/graphql` }
}

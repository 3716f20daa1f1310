import { NATS_USERS, passwordVariable, type NatsCluster, type NatsUser } from '@ebook/processes/nats-server'
import { freePort, isFree } from '@ebook/processes/ports'
import { POSTGRES_SUPERUSER, postgresUrl } from '@ebook/processes/postgres'
import { newSecret } from '@ebook/processes/secrets'
import {
  byName,
  databaseVariable,
  PORTS,
  SUBGRAPHS,
  WRITING_SUBGRAPHS,
  type Subgraph,
  type WritingSubgraph,
} from '../subgraphs/subgraphs.ts'
import { BadArguments } from './command-line.ts'
import {
  ensureSecrets,
  layoutOf,
  PROCESSES,
  readState,
  writeState,
  type Layout,
  type ProcessName,
  type Secrets,
  type State,
} from './data-dir.ts'
import { planInstances, type Instance, type Replicas } from './instances.ts'

/** What was asked for cannot be started; the message says what to change. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}

/** Where everything of one installation is, and how to get in: decided before anything starts. */
export interface Plan {
  readonly layout: Layout
  readonly secrets: Secrets
  /** Where each is reached: itself, or a balancer when there are several. */
  readonly ports: Readonly<Record<ProcessName, number>>
  /** What is started; the rest is given from outside or was not asked for. */
  readonly processes: ReadonlySet<ProcessName>
  /** One of each process, or several. */
  readonly instances: readonly Instance[]
  /** Undefined: one nats-server, which stands alone. */
  readonly natsCluster: NatsCluster | undefined
  /** The superuser's; undefined when every database is given from outside. */
  readonly adminUrl: string | undefined
  readonly databaseUrls: Readonly<Record<WritingSubgraph, string>>
  readonly natsUrl: string
  readonly natsPasswords: Readonly<Record<NatsUser, string>>
  readonly issuer: State['issuer']
  /** ROUTER_SECRET: the roots of the router's keys, comma separated. */
  readonly routerSecret: string
  /** The GraphQL endpoint of a subgraph or of the router. */
  url(name: Subgraph | 'router'): string
}

export interface PlanSettings {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Subgraphs and the router, if not all of them. The infrastructure under them always starts. */
  readonly only?: readonly ProcessName[] | undefined
  /** True: any free ports. False: PORT or 4000, and those after it. */
  readonly anyPort: boolean
  readonly natsNodes?: 1 | 3 | undefined
  readonly replicas?: Replicas | undefined
}

/** The router's, if nobody says another. */
export const DEFAULT_PORT = 4_000
const ISSUER_PORT = 4_006

/** Where each process listens when nobody else does: as far after the router as its own number is. */
export const conventionalPorts = (first: number): Partial<Record<ProcessName, number>> => ({
  router: first,
  ...byName(SUBGRAPHS, (name) => first + PORTS[name] - DEFAULT_PORT),
  issuer: first + ISSUER_PORT - DEFAULT_PORT,
})

export async function planInstallation(settings: PlanSettings): Promise<Plan> {
  const { dataDir, env, only, anyPort, natsNodes = 1 } = settings
  const layout = layoutOf(dataDir)
  const secrets = await ensureSecrets(layout)
  const given = (name: string) => env[name]?.trim() || undefined
  const ports = await choosePorts((await readState(layout))?.ports ?? {}, anyPort ? undefined : given('PORT'), anyPort)

  const processes = new Set<ProcessName>(['postgres', 'nats', 'issuer', ...(only ?? [...SUBGRAPHS, 'router'])])
  const givenDatabases = WRITING_SUBGRAPHS.filter((name) => given(databaseVariable(name)))
  if (givenDatabases.length === WRITING_SUBGRAPHS.length) processes.delete('postgres')
  const natsUrl = given('NATS_URL')
  if (natsUrl) processes.delete('nats')
  const oidcIssuer = given('OIDC_ISSUER')
  if (oidcIssuer) processes.delete('issuer')
  const counts = { ...settings.replicas, nats: natsNodes }
  const { instances, routes } = await planInstances(processes, ports, counts)
  const natsAddresses = instances.filter(({ name }) => name === 'nats').map(({ port }) => `nats://127.0.0.1:${port}`)

  const plan: Plan = {
    layout,
    secrets,
    ports,
    processes,
    instances,
    natsCluster: routes.length === 0 ? undefined : { ports: routes, password: newSecret() },
    adminUrl: processes.has('postgres')
      ? postgresUrl(ports.postgres, POSTGRES_SUPERUSER, secrets.postgres, 'postgres')
      : undefined,
    databaseUrls: byName(
      WRITING_SUBGRAPHS,
      (name) => given(databaseVariable(name)) ?? postgresUrl(ports.postgres, name, secrets.databases[name], name),
    ),
    natsUrl: natsUrl ?? natsAddresses.join(','),
    natsPasswords: natsUrl ? givenNatsPasswords(given) : secrets.nats,
    issuer: {
      url: oidcIssuer ?? `http://127.0.0.1:${ports.issuer}`,
      audience: given('OIDC_AUDIENCE') ?? 'ebook-rental',
      embedded: oidcIssuer === undefined,
    },
    routerSecret: given('ROUTER_SECRET') ?? secrets.router,
    url: (name) => `http://127.0.0.1:${ports[name]}/graphql`,
  }
  await writeState(layout, { url: plan.url('router'), issuer: plan.issuer, natsUrl: plan.natsUrl, ports })
  return plan
}

function givenNatsPasswords(given: (name: string) => string | undefined): Record<NatsUser, string> {
  // There is one router: it has nobody to tell what it counts.
  const missing = NATS_USERS.filter((user) => user !== 'ops' && user !== 'router' && !given(passwordVariable(user)))
  if (missing.length > 0) {
    throw new CannotStart(
      `NATS_URL is set, so the passwords of its users are needed too: set ${missing.map(passwordVariable).join(', ')}`,
    )
  }
  return byName(NATS_USERS, (user) => given(passwordVariable(user)) ?? '')
}

async function choosePorts(
  known: State['ports'],
  asked: string | undefined,
  anyPort: boolean,
): Promise<Record<ProcessName, number>> {
  const first = asked === undefined ? DEFAULT_PORT : Number(asked)
  if (!Number.isInteger(first) || first < 1 || first > 65_500) {
    throw new BadArguments(`PORT is "${asked}"; expected a whole number from 1 to 65500`)
  }
  if (asked !== undefined && !(await isFree(first))) {
    throw new CannotStart(`port ${first} is taken. Choose another: PORT=${first + 100} npm start`)
  }
  const chosen: Partial<Record<ProcessName, number>> = {}
  // The issuer keeps its port as long as it can: its address is in every token that it gave.
  const conventional = anyPort ? {} : conventionalPorts(first)
  for (const name of PROCESSES.toReversed()) {
    const preferred =
      name === 'issuer' || conventional[name] === undefined
        ? [known[name], conventional[name]]
        : [conventional[name], known[name]]
    chosen[name] = await freePort(preferred, Object.values(chosen))
  }
  return chosen as Record<ProcessName, number>
}

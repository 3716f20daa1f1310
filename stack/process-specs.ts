import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { ProcessSpec } from '@ebook/processes/managed-process'
import { findNatsServer, NATS_USERS, natsServer } from '@ebook/processes/nats-server'
import { postgres } from '@ebook/processes/postgres'
import { nodeService } from '@ebook/processes/services'
import { databaseVariable, SUBGRAPHS, WRITING_SUBGRAPHS, type Subgraph } from '../subgraphs/subgraphs.ts'
import { type ProcessName } from './data-dir.ts'
import { fileNameOf, labelOf, type Instance } from './instances.ts'
import { CannotStart, type Plan } from './plan.ts'
import { subgraphSecrets } from './subgraph-secrets.ts'

/** A way from a process to what it depends on. */
export interface Link {
  readonly from: ProcessName
  /** Of `from`. */
  readonly replica: number
  readonly to: 'postgres' | 'nats' | Subgraph
  readonly url: string
}

export interface SpecSettings {
  /** False: PostgreSQL without fsync. */
  readonly durable: boolean
  /** What every process of ours gets beside what the plan says. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onProgress: (line: string) => void
  /** The URL to be used instead. Asked before the process starts, once for each dependency, and for each nats-server. */
  readonly interpose?: ((link: Link) => Promise<string>) | undefined
  /** Arguments for node itself. */
  readonly execArgv?: ((name: ProcessName) => readonly string[]) | undefined
}

/** How a process of the plan is run. */
export async function specOf(plan: Plan, instance: Instance, settings: SpecSettings): Promise<ProcessSpec> {
  switch (instance.name) {
    case 'postgres': {
      const { layout, secrets } = plan
      const { port } = instance
      const { durable } = settings
      const { postgres: dataDir, archive } = layout
      return postgres({ dataDir, port, password: secrets.postgres, durable, archive })
    }
    case 'nats':
      return natsNode(plan, instance, settings)
    case 'issuer': {
      const env = { ISSUER_KEY_FILE: plan.layout.issuerKeys, WEB_ORIGINS: webOrigins(plan), ...bankEnv(plan, settings) }
      return service(plan, instance, 'stack/issuer.ts', env, settings)
    }
    case 'router': {
      const env = { ...(await subgraphUrls(plan, instance, settings)), ROUTER_SECRET: plan.routerSecret }
      const nats = await natsOfRouters(plan, instance, settings)
      return service(plan, instance, 'router/main.ts', { ...env, ...nats }, settings)
    }
    default: {
      const script = `subgraphs/${instance.name}/main.ts`
      return service(plan, instance, script, await subgraphEnv(plan, instance.name, instance, settings), settings)
    }
  }
}

/** Where the nats-servers of an installation keep what they store: `nats`, `nats-2`, `nats-3` of the data folder. */
export const natsStoreOf = (dataDir: string, replica: number): string =>
  resolve(dataDir, fileNameOf({ name: 'nats', replica }))

async function natsNode(plan: Plan, instance: Instance, settings: SpecSettings): Promise<ProcessSpec> {
  const httpPort = Number(settings.env['NATS_HTTP_PORT'] || 0)
  if (!Number.isInteger(httpPort) || httpPort < 0) throw new CannotStart('NATS_HTTP_PORT is not a port')
  const { natsCluster: of, natsPasswords: passwords, layout } = plan
  const clusterPort = of?.ports[instance.replica - 1]
  return natsServer({
    name: labelOf(instance),
    binary: await findNatsServer(settings.onProgress),
    port: instance.port,
    httpPort: instance.replica === 1 ? httpPort : 0,
    storeDir: natsStoreOf(layout.dataDir, instance.replica),
    passwords,
    cluster: of !== undefined && clusterPort !== undefined ? { of, port: clusterPort } : undefined,
  })
}

function service(
  plan: Plan,
  instance: Instance,
  script: string,
  env: Readonly<Record<string, string | undefined>>,
  settings: SpecSettings,
): ProcessSpec {
  const execArgv = settings.execArgv?.(instance.name) ?? []
  const spec = nodeService({
    name: labelOf(instance),
    script,
    port: instance.port,
    dataDir: plan.layout.dataDir,
    env: {
      NODE_ENV: 'development',
      ...settings.env,
      ...withoutSecrets,
      // One address cannot be everybody's.
      ...(instance.name !== 'router' && { METRICS_PORT: undefined }),
      OIDC_ISSUER: plan.issuer.url,
      OIDC_AUDIENCE: plan.issuer.audience,
      ...(plan.issuer.embedded ? AS_THE_DEVELOPMENT_ISSUER : {}),
      ...env,
    },
    execArgv,
  })
  if (!execArgv.some((arg) => arg.startsWith('--inspect'))) return spec
  // Whoever stands at a breakpoint does not react, and is not to be killed for it.
  const { reacts: _, ...watchedForItsLifeAlone } = spec
  return watchedForItsLifeAlone
}

/** However another issuer writes its tokens: these are ours. */
const AS_THE_DEVELOPMENT_ISSUER = {
  OIDC_JWKS_URL: undefined,
  OIDC_ROLES_CLAIM: undefined,
  OIDC_MEMBER_ROLES: undefined,
  OIDC_ADMIN_ROLES: undefined,
}

/** Processes inherit our environment: what was given to us for one of them must not come to the others. */
const withoutSecrets: Readonly<Record<string, undefined>> = Object.fromEntries(
  [
    'ROUTER_SECRET',
    'RECONCILE_TOKEN',
    ...WRITING_SUBGRAPHS.map((name) => databaseVariable(name)),
    ...NATS_USERS.map((name) => `NATS_${name.toUpperCase()}_PASSWORD`),
  ].map((name) => [name, undefined]),
)

type Ask = (to: Link['to'], url: string) => Promise<string>

function asking({ name: from, replica }: Instance, { interpose }: SpecSettings): Ask {
  return async (to, url) => (await interpose?.({ from, replica, to, url })) ?? url
}

async function subgraphUrls(plan: Plan, instance: Instance, settings: SpecSettings): Promise<Record<string, string>> {
  const ask = asking(instance, settings)
  const urls: Record<string, string> = {}
  for (const name of SUBGRAPHS) urls[`${name.toUpperCase()}_URL`] = await ask(name, plan.url(name))
  return urls
}

async function natsUrlFor(plan: Plan, instance: Instance, settings: SpecSettings): Promise<string> {
  const ask = asking(instance, settings)
  const nats: string[] = []
  for (const url of plan.natsUrl.split(',')) nats.push(await ask('nats', url))
  return nats.join(',')
}

/** One alone has nobody to tell what it counts; and what we were given for the subgraphs is not for it. */
async function natsOfRouters(
  plan: Plan,
  instance: Instance,
  settings: SpecSettings,
): Promise<Record<string, string | undefined>> {
  const { router: password } = plan.natsPasswords
  const isAlone = plan.instances.filter(({ name }) => name === 'router').length < 2
  if (isAlone || password === '') return { NATS_PASSWORD: undefined }
  return { NATS_URL: await natsUrlFor(plan, instance, settings), NATS_USER: 'router', NATS_PASSWORD: password }
}

async function subgraphEnv(
  plan: Plan,
  name: Subgraph,
  instance: Instance,
  settings: SpecSettings,
): Promise<Record<string, string>> {
  const ask = asking(instance, settings)
  return {
    NATS_URL: await natsUrlFor(plan, instance, settings),
    NATS_USER: name,
    NATS_PASSWORD: plan.natsPasswords[name],
    SUBGRAPH_SECRET: subgraphSecrets(plan.routerSecret, name),
    ...(name === 'notice' && {
      NOTICE_FILES: plan.layout.notices,
      NOTICE_WEB_URL: `http://localhost:${plan.ports.router}`,
    }),
    ...(name === 'payment' && {
      PAYMENT_RETURN_URL: `http://localhost:${plan.ports.router}/pay/return`,
      PAYMENT_SIMULATOR_BANK_URL: `${plan.issuer.url}/bank`,
      PAYMENT_WEBHOOK_SECRET: bankSecretOf(plan),
    }),
    ...(plan.natsCluster && { NATS_STREAM_REPLICAS: String(plan.natsCluster.ports.length) }),
    ...(name === 'dashboard'
      ? { DASHBOARD_FILE: await dashboardFile(plan, instance) }
      : { DATABASE_URL: await ask('postgres', plan.databaseUrls[name]) }),
  }
}

/** By which payment knows the messages of the development bank. */
const bankSecretOf = ({ routerSecret }: Plan): string => subgraphSecrets(routerSecret, 'payment').split(',', 1)[0] ?? ''

/** The bank beside the issuer, if payments are to need it. */
function bankEnv(plan: Plan, { env }: SpecSettings): Record<string, string> {
  if (env['PAYMENT_SIMULATOR_ACTION'] !== 'always') return {}
  return {
    BANK_DATABASE_URL: plan.databaseUrls.payment,
    BANK_WEBHOOK_URL: `http://127.0.0.1:${plan.ports.router}/webhooks/simulated`,
    BANK_WEBHOOK_SECRET: bankSecretOf(plan),
  }
}

async function dashboardFile({ layout }: Plan, instance: Instance): Promise<string> {
  const folder = dirname(layout.dashboardFile)
  await mkdir(folder, { recursive: true })
  return instance.replica === 1 ? layout.dashboardFile : resolve(folder, `${fileNameOf(instance)}.sqlite`)
}

/** Where Vite's development server stands (web/README.md). */
const DEVELOPMENT_SERVER = 'http://localhost:5173'

function webOrigins({ ports }: Plan): string {
  return [`http://localhost:${ports.router}`, `http://127.0.0.1:${ports.router}`, DEVELOPMENT_SERVER].join(',')
}

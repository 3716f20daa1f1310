import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SUBGRAPHS, type ProcessName, type Subgraph } from './data-dir.ts'
import { findNatsServer, natsServer } from './nats-server.ts'
import type { ProcessSpec } from './managed-process.ts'
import { CannotStart, type Plan } from './plan.ts'
import { postgres } from './postgres.ts'
import { nodeService } from './services.ts'

export interface SpecSettings {
  /** False: PostgreSQL without fsync. */
  readonly durable: boolean
  /** What every process of ours gets beside what the plan says. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onProgress: (line: string) => void
}

/** How each process of the plan is run. */
export async function processSpecs(plan: Plan, settings: SpecSettings): Promise<Map<ProcessName, ProcessSpec>> {
  const specs = new Map<ProcessName, ProcessSpec>()
  const { layout, ports, processes } = plan
  if (processes.has('postgres')) {
    const { durable } = settings
    specs.set(
      'postgres',
      postgres({ dataDir: layout.postgres, port: ports.postgres, password: plan.secrets.postgres, durable }),
    )
  }
  if (processes.has('nats')) {
    const httpPort = Number(settings.env['NATS_HTTP_PORT'] || 0)
    if (!Number.isInteger(httpPort) || httpPort < 0) throw new CannotStart('NATS_HTTP_PORT is not a port')
    const binary = await findNatsServer(settings.onProgress)
    specs.set(
      'nats',
      natsServer({ binary, port: ports.nats, httpPort, storeDir: layout.nats, passwords: plan.natsPasswords }),
    )
  }
  const service = (name: ProcessName, script: string, env: Readonly<Record<string, string | undefined>>) => {
    const everywhere = {
      NODE_ENV: 'development',
      ...settings.env,
      OIDC_ISSUER: plan.issuer.url,
      OIDC_AUDIENCE: plan.issuer.audience,
      ROUTER_SECRET: plan.routerSecret,
    }
    if (processes.has(name)) {
      specs.set(
        name,
        nodeService({ name, script, port: ports[name], dataDir: layout.dataDir, env: { ...everywhere, ...env } }),
      )
    }
  }
  service('issuer', 'stack/issuer.ts', { ISSUER_KEY_FILE: layout.issuerKeys, WEB_ORIGINS: webOrigins(plan) })
  for (const name of SUBGRAPHS) {
    service(name, `subgraphs/${name}/main.ts`, {
      NATS_URL: plan.natsUrl,
      NATS_USER: name,
      NATS_PASSWORD: plan.natsPasswords[name],
      ...stateOf(plan, name),
    })
  }
  await mkdir(dirname(layout.dashboardFile), { recursive: true })
  const urls = Object.fromEntries(SUBGRAPHS.map((name) => [`${name.toUpperCase()}_URL`, plan.url(name)]))
  service('router', 'router/main.ts', urls)
  return specs
}

function stateOf(plan: Plan, name: Subgraph): Record<string, string> {
  if (name === 'dashboard') return { DASHBOARD_FILE: plan.layout.dashboardFile }
  return { DATABASE_URL: plan.databaseUrls[name] }
}

function webOrigins({ ports }: Plan): string {
  return [`http://localhost:${ports.router}`, `http://127.0.0.1:${ports.router}`].join(',')
}

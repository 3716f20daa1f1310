import { existsSync } from 'node:fs'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { postgresUrl } from '@ebook/processes/postgres'
import { stackToken } from '@ebook/stack/access'
import { layoutOf, readSecrets, readState } from '@ebook/stack/data-dir'
import { byName, databaseVariable, WRITING_SUBGRAPHS, type WritingSubgraph } from '../subgraphs/subgraphs.ts'
import type { ClientLog } from './client-log.ts'
import type { Installation, NatsAccess, SubgraphAccess } from './installation.ts'
import { openReader, type OpenReader } from './reader.ts'

/** Neither the environment nor DATA_DIR says where an installation is; the message says what to do. */
export class NoInstallation extends Error {
  override readonly name = 'NoInstallation'
}

/** Where an installation is and how to get in, so that it can be opened again after it was away. */
export interface Whereabouts {
  readonly databaseUrls: Readonly<Record<WritingSubgraph, string>>
  readonly dashboards: readonly string[]
  readonly nats: NatsAccess | undefined
  readonly subgraphs: SubgraphAccess | undefined
}

/** From DATA_DIR, or from the environment instead of it, variable by variable. Throws NoInstallation. */
export async function findInstallation(dataDir: string, env: NodeJS.ProcessEnv): Promise<Whereabouts> {
  const given = (name: string) => env[name]?.trim() || undefined
  const layout = layoutOf(dataDir)
  const [state, secrets] = [await readState(layout), await readSecrets(layout)]
  const urlOf = (name: WritingSubgraph): string => {
    const variable = databaseVariable(name)
    const [port, password] = [state?.ports.postgres, secrets?.databases[name]]
    const own = port !== undefined && password !== undefined ? postgresUrl(port, name, password, name) : undefined
    const url = given(variable) ?? own
    if (url !== undefined) return withPassword(url, given(`${name.toUpperCase()}_DATABASE_PASSWORD`))
    throw new NoInstallation(
      `no stack was ever started on ${dataDir}. Run \`npm start\` first, set DATA_DIR, or set ${variable} and those of the others.`,
    )
  }
  const natsUrl = given('NATS_URL') ?? state?.natsUrl
  const natsPassword = given('NATS_PASSWORD') ?? secrets?.nats.dashboard
  const files =
    given('DASHBOARD_FILE')
      ?.split(',')
      .map((file) => file.trim()) ?? [layout.dashboardFile].filter(existsSync)
  const root = given('ROUTER_SECRET')?.split(',')[0]?.trim() ?? secrets?.router
  const token = given('RECONCILE_TOKEN')
  const portOf = (name: WritingSubgraph) => state?.ports[name]
  const mayAsk = root !== undefined && (token !== undefined || state?.issuer.embedded === true)
  return {
    databaseUrls: byName(WRITING_SUBGRAPHS, urlOf),
    dashboards: files,
    nats:
      natsUrl !== undefined && natsPassword !== undefined
        ? { url: natsUrl, user: given('NATS_USER') ?? 'dashboard', password: natsPassword }
        : undefined,
    subgraphs: mayAsk
      ? {
          secretOf: (name) => subgraphSecret(root, name),
          url: (name) => given(`${name.toUpperCase()}_URL`) ?? `http://127.0.0.1:${portOf(name)}/graphql`,
          token: async () => token ?? stackToken({ sub: 'reconcile', roles: ['ADMIN'], ttl: 300 }, layout),
        }
      : undefined,
  }
}

/** A password may have characters that mean something in a URL: so it may come apart from it. */
function withPassword(url: string, password: string | undefined): string {
  const parsed = URL.parse(url)
  if (password === undefined || parsed === null || parsed.password !== '') return url
  parsed.password = encodeURIComponent(password)
  return parsed.href
}

export interface OpenInstallation extends Installation {
  close(): Promise<void>
}

/** Throws DatabaseUnreachable. */
export async function openInstallation(
  { databaseUrls, ...rest }: Whereabouts,
  clientLog?: ClientLog,
): Promise<OpenInstallation> {
  const opened: [WritingSubgraph, OpenReader][] = []
  const close = async () => {
    for (const [, reader] of opened) await reader.close().catch(() => undefined)
  }
  try {
    for (const name of WRITING_SUBGRAPHS) opened.push([name, await openReader(name, databaseUrls[name])])
  } catch (error) {
    await close()
    throw error
  }
  return { ...rest, clientLog, databases: Object.fromEntries(opened) as Record<WritingSubgraph, OpenReader>, close }
}

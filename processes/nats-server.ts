import { randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { OLDEST_SERVER } from '@ebook/nats/stream'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { prepareBroker } from './broker.ts'
import { CACHE, CHECKOUT } from './checkout.ts'
import type { ProcessSpec } from './managed-process.ts'
import { download, type Source } from './nats-server-download.ts'
import { run } from './run.ts'

/** No nats-server that is new enough is to be had; the message says where it was looked for, and what to install. */
export class NoNatsServer extends Error {
  override readonly name = 'NoNatsServer'
}

const kept = (folder: string) => resolve(folder, 'nats-server')

/**
 * The path of a nats-server that is new enough: NATS_SERVER, the PATH, this checkout's cache, this user's cache, then
 * what the operating system's own package source offers, without root. Throws NoNatsServer.
 */
export async function findNatsServer(onProgress: (line: string) => void = () => undefined): Promise<string> {
  const here = await natsServerHere()
  if (here !== undefined) return here
  const source = await download(onProgress)
  try {
    const problem = source.found === undefined ? 'none was found' : await unfit(source.found)
    if (source.found === undefined || problem) throw new NoNatsServer(advice(source, problem))
    await keep(source.found, kept(usersCache())).catch(() => undefined)
    await keep(source.found, kept(CACHE))
    return kept(CACHE)
  } finally {
    await source.discard()
  }
}

const usersCache = () => resolve(process.env['XDG_CACHE_HOME'] || resolve(homedir(), '.cache'), 'ebook-rental')

/** The same without fetching one: undefined when none is here. Throws NoNatsServer when NATS_SERVER names an unfit one. */
export async function natsServerHere(): Promise<string | undefined> {
  const asked = process.env['NATS_SERVER']
  if (asked) {
    const problem = await unfit(asked)
    if (problem)
      throw new NoNatsServer(`NATS_SERVER=${asked} ${problem}. Give the path of nats-server ${OLDEST_SERVER} or newer.`)
    return asked
  }
  for (const candidate of ['nats-server', kept(CACHE), kept(usersCache())]) {
    if (!(await unfit(candidate))) return candidate
  }
  return undefined
}

function advice(source: Source, problem: string | undefined): string {
  const tried = source.tried.map((line) => `  - ${line}`).join('\n')
  return (
    `This needs nats-server ${OLDEST_SERVER} or newer, and none is here (${problem}).\nTried:\n` +
    `  - NATS_SERVER, which is not set\n  - nats-server on the PATH\n  - ${CACHE}\n${tried}\n` +
    'Install it from https://github.com/nats-io/nats-server/releases (its archive is not fetched by itself, because its ' +
    'checksum is not pinned here), put it on the PATH or set NATS_SERVER to its path, and start again.'
  )
}

/** Puts it in place in one step, so that nobody ever runs half a file. */
async function keep(binary: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true })
  const aside = `${place}.${randomUUID()}`
  await copyFile(binary, aside)
  await chmod(aside, 0o755)
  await rename(aside, place)
}

/** Why this binary does not do; undefined when it does. */
async function unfit(binary: string): Promise<string | undefined> {
  const printed = await run(binary, ['--version'], { timeoutMs: 10_000 }).catch(() => undefined)
  if (printed === undefined) return 'cannot be run'
  const version = /nats-server: v(\d+\.\d+\.\d+)/.exec(printed)?.[1]
  if (version === undefined) return `does not tell a version of nats-server`
  return version.localeCompare(OLDEST_SERVER, 'en', { numeric: true }) < 0
    ? `is ${version}, older than ${OLDEST_SERVER}`
    : undefined
}

export const NATS_USERS = [...SUBGRAPHS, 'router', 'ops'] as const
/** In nats-server's environment, and in that of whoever is told to use a nats-server that runs elsewhere. */
export const passwordVariable = (user: NatsUser): string => `NATS_${user.toUpperCase()}_PASSWORD`
/** A context, the routers, or `ops`: whoever may do everything, for command line tools and tests. */
export type NatsUser = (typeof NATS_USERS)[number]

export interface NatsCredentials {
  readonly url: string
  readonly user: NatsUser
  readonly password: string
}

/** Of which every node knows all nodes. */
export interface NatsCluster {
  readonly password: string
  /** On loopback, where the nodes find each other. */
  readonly ports: readonly number[]
}

export interface NatsServerSettings {
  /** Unique among the nodes. */
  readonly name?: string
  readonly binary: string
  readonly port: number
  /** The monitoring port on loopback; 0 for none. */
  readonly httpPort: number
  readonly storeDir: string
  readonly passwords: Readonly<Record<NatsUser, string>>
  /** Undefined: it stands alone. */
  readonly cluster?: { readonly of: NatsCluster; readonly port: number } | undefined
  /** See Declaration in nats/declare.ts. */
  readonly ackWaitMs?: number | undefined
}

/**
 * nats-server with the configuration that is used everywhere (nats/nats-server.conf). It serves when JetStream answers and
 * has the stream and the durables, which are declared then: also on an empty store.
 */
export function natsServer(settings: NatsServerSettings): ProcessSpec {
  const { port, passwords, storeDir, name = 'nats', cluster } = settings
  return {
    name,
    async command() {
      await mkdir(storeDir, { recursive: true })
      return {
        file: settings.binary,
        // Its own pid file is not used: it names the store, so that the process is told from others by its command line.
        args: ['--config', resolve(CHECKOUT, 'nats/nats-server.conf'), '--pid', resolve(storeDir, 'nats-server.pid')],
        env: {
          NATS_HOST: quoted('127.0.0.1'),
          NATS_PORT: String(port),
          NATS_HTTP: quoted(`127.0.0.1:${settings.httpPort}`),
          NATS_STORE_DIR: quoted(storeDir),
          NATS_NAME: quoted(name.replaceAll(' ', '-')),
          ...clusterEnvironment(cluster),
          ...Object.fromEntries(NATS_USERS.map((user) => [passwordVariable(user), quoted(passwords[user])])),
        },
      }
    },
    async waitingFor() {
      try {
        await prepareBroker({
          url: `127.0.0.1:${port}`,
          password: passwords.ops,
          streamReplicas: cluster?.of.ports.length ?? 1,
          ackWaitMs: settings.ackWaitMs,
        })
        return undefined
      } catch (error) {
        return `JetStream does not answer: ${error instanceof Error ? error.message : String(error)}`
      }
    },
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
    readyWithinMs: 30_000,
  }
}

/**
 * As nats-server's configuration writes a text. What stands in a variable is read as configuration, where `1k`, `true` and
 * `2024-01-01` are no texts, and `$X` is another variable.
 */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`

function clusterEnvironment(cluster: NatsServerSettings['cluster']): Record<string, string> {
  if (cluster === undefined)
    return { NATS_CLUSTER_PORT: '0', NATS_CLUSTER_PASSWORD: quoted('none'), NATS_CLUSTER_ROUTES: '[]' }
  const { ports, password } = cluster.of
  const routes = ports.map((port) => quoted(`nats-route://cluster:${encodeURIComponent(password)}@127.0.0.1:${port}`))
  return {
    NATS_CLUSTER_PORT: String(cluster.port),
    NATS_CLUSTER_PASSWORD: quoted(password),
    NATS_CLUSTER_ROUTES: `[${routes.join(', ')}]`,
  }
}

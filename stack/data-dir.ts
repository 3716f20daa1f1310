import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmdirSync, statfsSync, statSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { CHECKOUT } from '@ebook/processes/checkout'
import { NATS_USERS, type NatsUser } from '@ebook/processes/nats-server'
import { newSecret } from '@ebook/processes/secrets'
import { byName, SUBGRAPHS, WRITING_SUBGRAPHS, type WritingSubgraph } from '../subgraphs/subgraphs.ts'

export const PROCESSES = ['postgres', 'nats', 'issuer', ...SUBGRAPHS, 'router'] as const
export type ProcessName = (typeof PROCESSES)[number]

/** A file in DATA_DIR does not hold what it should. */
export class UnusableDataDir extends Error {
  override readonly name = 'UnusableDataDir'
}

/** The folders and files of one DATA_DIR. */
export function layoutOf(dataDir: string) {
  return {
    dataDir,
    run: resolve(dataDir, 'run'),
    log: resolve(dataDir, 'log'),
    secrets: resolve(dataDir, 'secrets.json'),
    state: resolve(dataDir, 'stack.json'),
    issuerKeys: resolve(dataDir, 'issuer/keys.json'),
    postgres: resolve(dataDir, 'postgres'),
    /** A link to where WAL is archived; there is none before the first backup. */
    archive: resolve(dataDir, 'archive'),
    /** There while a restore puts things in place: what is there then is not whole. */
    restoring: resolve(dataDir, 'restoring'),
    nats: resolve(dataDir, 'nats'),
    notices: resolve(dataDir, 'notices'),
    dashboardFile: resolve(dataDir, 'dashboard/dashboard.sqlite'),
  }
}
export type Layout = ReturnType<typeof layoutOf>

const MB = 1024 * 1024
/** PostgreSQL and NATS make files of 16 and 8 MB at once, before anything is kept. */
const LEAST_MB = 200
export const ANOTHER = 'choose another: DATA_DIR=.data-2'

/** How many MB are free where it is or will be. Throws UnusableDataDir when nothing can be kept there at all. */
export function roomIn({ dataDir }: Layout): { readonly freeMb: number; readonly isEnough: boolean } {
  const place = existing(dataDir)
  try {
    if (!statSync(place).isDirectory()) throw new Error('it is no folder')
    // Asked for the right to write, the system may say yes of a place where nothing can be made, as of /proc.
    rmdirSync(mkdtempSync(join(place, '.ebook-')))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UnusableDataDir(`nothing can be kept in ${place}: ${why}; ${ANOTHER}`, { cause: error })
  }
  const { bavail, bsize } = statfsSync(place)
  const freeMb = Math.floor((bavail * bsize) / MB)
  return { freeMb, isEnough: freeMb >= LEAST_MB }
}

/** Throws UnusableDataDir when something else lies where the databases are to be. */
export function refuseForeign({ postgres }: Layout): void {
  if (!existsSync(postgres) || existsSync(join(postgres, 'PG_VERSION'))) return
  if (!statSync(postgres).isDirectory() || readdirSync(postgres).length > 0)
    throw new UnusableDataDir(`${postgres} is there and holds no database: move it away, or ${ANOTHER}`)
}

/** Throws UnusableDataDir when a first start there cannot come to an end. */
export function refuseUnusable(layout: Layout): void {
  if (existsSync(layout.restoring))
    throw new UnusableDataDir(`a restore into ${layout.dataDir} did not come to its end: do it again (npm run restore)`)
  const { freeMb, isEnough } = roomIn(layout)
  refuseForeign(layout)
  if (!isEnough && !existsSync(layout.postgres))
    throw new UnusableDataDir(
      `${freeMb} MB are free for ${layout.dataDir}, and a first start needs ${LEAST_MB}: make room, or ${ANOTHER}`,
    )
}

/** The folder itself, or the nearest above it that there is. */
const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)))

/**
 * From here on whatever this process and its children write is for their user alone; so are the folders that an earlier
 * version left open.
 */
export async function closeDataDir({ run, log, nats, issuerKeys, dashboardFile }: Layout): Promise<void> {
  process.umask(0o077)
  for (const folder of [run, log, nats, dirname(issuerKeys), dirname(dashboardFile)]) {
    await chmod(folder, 0o700).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
}

/** DATA_DIR as the environment gives it, or `.data` in this checkout. */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(CHECKOUT, env['DATA_DIR']?.trim() || '.data')
}

/** What a start with other subgraphs left may lack some of these, and know others. */
const ofSome = <Name extends string, Value extends z.ZodType>(_: readonly Name[], value: Value) =>
  z.record(z.string(), value).transform((all) => all as Partial<Record<Name, z.output<Value>>>)

const KeptSecrets = z.object({
  postgres: z.string(),
  databases: ofSome(WRITING_SUBGRAPHS, z.string()),
  nats: ofSome(NATS_USERS, z.string()),
  router: z.string(),
})

export interface Secrets {
  readonly postgres: string
  readonly databases: Readonly<Record<WritingSubgraph, string>>
  readonly nats: Readonly<Record<NatsUser, string>>
  readonly router: string
}

const State = z.object({
  /** The GraphQL endpoint. */
  url: z.string(),
  /** `embedded`: the development issuer, whose keys are in this DATA_DIR. */
  issuer: z.object({ url: z.string(), audience: z.string(), embedded: z.boolean() }),
  natsUrl: z.string(),
  ports: ofSome(PROCESSES, z.int()),
})
/** What a DATA_DIR remembers about the last start, for the next one and for command line tools. */
export type State = z.infer<typeof State>

/** Undefined when nothing was ever started here. Throws UnusableDataDir. */
export const readState = (layout: Layout): Promise<State | undefined> => readJson(layout.state, State)

export async function writeState(layout: Layout, state: State): Promise<void> {
  await writeJson(layout.state, state)
}

/** What is kept there. Undefined when nothing was ever started here. Throws UnusableDataDir. */
export const readSecrets = (layout: Layout): Promise<z.infer<typeof KeptSecrets> | undefined> =>
  readJson(layout.secrets, KeptSecrets)

/** The passwords of this DATA_DIR, random, made when they are first needed, readable to its owner alone. */
export async function ensureSecrets(layout: Layout): Promise<Secrets> {
  const kept = await readSecrets(layout)
  const made = {
    postgres: kept?.postgres ?? newSecret(),
    databases: { ...byName(WRITING_SUBGRAPHS, newSecret), ...kept?.databases },
    nats: { ...byName(NATS_USERS, newSecret), ...kept?.nats },
    router: kept?.router ?? newSecret(),
  }
  if (!isDeepStrictEqual(made, kept)) await writeJson(layout.secrets, made)
  return made
}

async function readJson<S extends z.ZodType>(file: string, schema: S): Promise<z.infer<S> | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UnusableDataDir(`${file} cannot be read: ${String(error)}`, { cause: error })
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new UnusableDataDir(
      `${file} does not hold what this version writes there. Put it back as it was, or choose another DATA_DIR.`,
      { cause: error },
    )
  }
}

async function writeJson(file: string, value: object): Promise<void> {
  await mkdir(resolve(file, '..'), { recursive: true })
  const aside = `${file}.${randomUUID()}`
  await writeFile(aside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await rename(aside, file)
}

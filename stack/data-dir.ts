import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { CHECKOUT } from '@ebook/processes/checkout'
import { NATS_USERS } from '@ebook/processes/nats-server'
import { newSecret } from '@ebook/processes/secrets'
import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'

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
    nats: resolve(dataDir, 'nats'),
    dashboardFile: resolve(dataDir, 'dashboard/dashboard.sqlite'),
  }
}
export type Layout = ReturnType<typeof layoutOf>

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

const Secrets = z.object({
  postgres: z.string(),
  databases: z.record(z.enum(WRITING_SUBGRAPHS), z.string()),
  nats: z.record(z.enum(NATS_USERS), z.string()),
  router: z.string(),
})
export type Secrets = z.infer<typeof Secrets>

const State = z.object({
  /** The GraphQL endpoint. */
  url: z.string(),
  /** `embedded`: the development issuer, whose keys are in this DATA_DIR. */
  issuer: z.object({ url: z.string(), audience: z.string(), embedded: z.boolean() }),
  natsUrl: z.string(),
  ports: z.partialRecord(z.enum(PROCESSES), z.int()),
})
/** What a DATA_DIR remembers about the last start, for the next one and for command line tools. */
export type State = z.infer<typeof State>

/** Undefined when nothing was ever started here. Throws UnusableDataDir. */
export const readState = (layout: Layout): Promise<State | undefined> => readJson(layout.state, State)

export async function writeState(layout: Layout, state: State): Promise<void> {
  await writeJson(layout.state, state)
}

/** Undefined when nothing was ever started here. Throws UnusableDataDir. */
export const readSecrets = (layout: Layout): Promise<Secrets | undefined> => readJson(layout.secrets, Secrets)

/** The passwords of this DATA_DIR, random, made at its first start, readable to its owner alone. */
export async function ensureSecrets(layout: Layout): Promise<Secrets> {
  const known = await readSecrets(layout)
  if (known) return known
  const made = {
    postgres: newSecret(),
    databases: Object.fromEntries(WRITING_SUBGRAPHS.map((name) => [name, newSecret()])),
    nats: Object.fromEntries(NATS_USERS.map((name) => [name, newSecret()])),
    router: newSecret(),
  }
  await writeJson(layout.secrets, made)
  return Secrets.parse(made)
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

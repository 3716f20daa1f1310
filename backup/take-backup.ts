import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import pg from 'pg'
import { archiveInto, seeItKept } from './archive.ts'
import {
  basesIn,
  beginBase,
  claimFor,
  clusterOf,
  finishBase,
  keptFile,
  removeParts,
  type Base,
  type Places,
} from './backup-folder.ts'
import { CannotBackUp, MANIFEST_FILE, takeBase } from './base-backup.ts'
import { readManifest } from './manifest.ts'
import { historyFile } from './wal.ts'

export interface BackupSettings {
  /** Of a role that may back up: a superuser's. */
  readonly url: string
  readonly places: Places
  /** Where the PostgreSQL of `npm start` looks for its archive; undefined: that of another one is its operator's. */
  readonly archiveLink: string | undefined
  readonly onProgress: (line: string) => void
  /** For the WAL file that the archive is tried with. */
  readonly keptWithinMs?: number
}

/** The first that sends its archives and its manifest in one stream. */
const OLDEST_POSTGRES = 15
/** insufficient_privilege */
const NO_RIGHT = '42501'
/** In a backup a cluster is smaller at least by this factor. */
const SMALLER = 4
/** `backup`, as PostgreSQL knows who takes one. */
const ONE_AT_A_TIME = 0x6261636b

/** One base of the whole cluster, and from here on all WAL. Throws CannotBackUp; then nothing is listed. */
export async function takeBackup(settings: BackupSettings): Promise<Base> {
  const client = new pg.Client({ connectionString: settings.url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new CannotBackUp(`PostgreSQL cannot be asked (${why}): is it running, and is this its superuser?`, {
      cause: error,
    })
  })
  try {
    return await backUp(settings, client)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === NO_RIGHT)
      throw new CannotBackUp(`this role may not back up (${message}): give the URL of a superuser`, { cause: error })
    throw code === 'ENOSPC'
      ? new CannotBackUp(`the disk of ${settings.places.folder} is full: make room. Nothing of this backup is listed`, {
          cause: error,
        })
      : error
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function backUp(
  { url, places, archiveLink, onProgress, keptWithinMs }: BackupSettings,
  client: pg.Client,
): Promise<Base> {
  const server = await ask(client)
  refuseUnfit(server, places)
  await claimFor(places, server.systemIdentifier)
  await removeParts(places)
  if (archiveLink !== undefined) await archiveInto(places, archiveLink, client)
  await seeItKept(places, client, keptWithinMs)
  await refuseNoRoom(server, places)

  const began = await clockOf(client)
  const part = await beginBase(places, began)
  let told = 0
  const extent = await takeBase(url, part, (bytes) => {
    const percent = Math.min(99, Math.floor((bytes / server.bytes) * 100))
    if (percent > told) onProgress(`copied ${(told = percent)} %`)
  })
  const { files } = readManifest(await readFile(resolve(part, MANIFEST_FILE), 'utf8'))
  const bytes = files.values().reduce((sum, file) => sum + file.bytes, 0)
  const { major, segmentBytes } = server
  const base = { began, ended: await clockOf(client), ...extent, bytes, files: files.size, segmentBytes, major }
  await finishBase(part, base)
  return {
    name:
      resolve(part)
        .split('/')
        .at(-1)
        ?.replace(/\.part$/, '') ?? '',
    ...base,
  }
}

interface Server {
  readonly systemIdentifier: string
  readonly timeline: number
  readonly major: number
  readonly archiveMode: string
  readonly segmentBytes: number
  readonly bytes: number
  readonly isAlone: boolean
}

async function ask(client: pg.Client): Promise<Server> {
  const { rows } = await client.query<Record<string, string>>(`
    select system_identifier, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline, current_setting('server_version_num') as version,
      current_setting('archive_mode') as archive_mode, pg_size_bytes(current_setting('wal_segment_size')) as segment_bytes,
      (select sum(pg_database_size(oid)) from pg_database) as bytes, pg_try_advisory_lock(${ONE_AT_A_TIME}) as is_alone
    from pg_control_system()`)
  const [row = {}] = rows
  return {
    systemIdentifier: row['system_identifier'] ?? '',
    timeline: Number.parseInt(row['timeline'] ?? '', 16),
    major: Math.floor(Number(row['version']) / 10_000),
    archiveMode: row['archive_mode'] ?? '',
    segmentBytes: Number(row['segment_bytes']),
    bytes: Number(row['bytes']),
    isAlone: String(row['is_alone']) === 'true',
  }
}

function refuseUnfit(server: Server, places: Places): void {
  const { major, archiveMode, timeline, systemIdentifier, isAlone } = server
  if (!isAlone) throw new CannotBackUp('another backup of this PostgreSQL is under way: wait for its end')
  if (major < OLDEST_POSTGRES)
    throw new CannotBackUp(`this PostgreSQL is ${major}, and ${OLDEST_POSTGRES} or newer is needed: use pgBackRest`)
  if (archiveMode === 'off') {
    throw new CannotBackUp(
      'this PostgreSQL keeps no WAL (archive_mode is off): restart npm start, or set archive_mode and archive_command of ' +
        'your own PostgreSQL (docs/backup.md)',
    )
  }
  const known = clusterOf(places)
  if (known !== undefined && known !== systemIdentifier)
    throw new CannotBackUp(`${places.folder} holds the backups of another PostgreSQL (${known}): choose another folder`)
  // A copy that was restored elsewhere has the same identifier, and would write its WAL among the original's.
  const itsOwn =
    timeline === 1 ||
    existsSync(keptFile(places, historyFile(timeline))) ||
    basesIn(places).some((base) => base.timeline === timeline)
  if (known !== undefined && !itsOwn) {
    throw new CannotBackUp(
      `this PostgreSQL was restored from ${places.folder}, and the original may still write there: choose another folder`,
    )
  }
}

async function refuseNoRoom({ bytes }: Server, { base }: Places): Promise<void> {
  const { bavail, bsize } = await statfs(base)
  const MB = 1024 * 1024
  if (bavail * bsize < bytes / SMALLER) {
    throw new CannotBackUp(
      `${Math.floor((bavail * bsize) / MB)} MB are free for ${base}, and ${Math.ceil(bytes / SMALLER / MB)} are needed at least: make room, keep fewer (--keep), or choose another disk`,
    )
  }
}

async function clockOf(client: pg.Client): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
  return rows[0]?.now ?? new Date()
}

import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import pg from 'pg'
import { unprivileged } from '@ebook/processes/launch'
import { manage, StartFailed } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { findBinaries, POSTGRES_SUPERUSER, postgres } from '@ebook/processes/postgres'
import { fetchCommand } from '@ebook/processes/wal-archive'
import { asTimestamp, CannotRestore, type RestorePlan } from './plan-restore.ts'

export interface RecoverSettings {
  /** The unpacked base; it becomes a cluster that can be started. */
  readonly cluster: string
  readonly plan: RestorePlan
  /** Where the WAL was kept. */
  readonly wal: string
  /** Where the new timeline is kept; undefined: nowhere. */
  readonly archive: string | undefined
  /** From now on the superuser's. */
  readonly password: string
  readonly onProgress: (line: string) => void
}

export interface Recovered {
  readonly timeline: number
  /** When the last transaction that is there was committed. */
  readonly lastCommit: Date | undefined
}

/** A million rentals and a day of WAL: as long as there is progress. */
const WITHIN_MS = 12 * 3_600_000

/**
 * Has PostgreSQL carry out the WAL up to the instant, then go on as a timeline of its own, and ends it. Nobody else can
 * connect meanwhile. Throws CannotRestore.
 */
export async function recover(settings: RecoverSettings): Promise<Recovered> {
  const { cluster, plan, onProgress } = settings
  // The socket's path must be short, and nobody else may reach it: whoever does is let in, because the passwords of then
  // may be others than those of now.
  const sockets = await mkdtemp(resolve(tmpdir(), 'ebook-restore-'))
  const { owner } = await unprivileged([resolve(await findBinaries(), 'postgres'), dirname(cluster)])
  const letIn = resolve(sockets, 'pg_hba.conf')
  await writeFile(letIn, 'local all all trust\n')
  if (owner !== undefined) for (const path of [sockets, letIn]) await chown(path, owner, owner)
  await writeFile(resolve(cluster, 'recovery.signal'), '')
  const port = await freePort()
  const client = () => new pg.Client({ host: sockets, port, user: POSTGRES_SUPERUSER, database: 'postgres' })
  const heard: string[] = []
  const spec = postgres({
    dataDir: cluster,
    port,
    password: settings.password,
    durable: true,
    archive: settings.archive,
    options: {
      listen_addresses: '',
      unix_socket_directories: sockets,
      hba_file: letIn,
      restore_command: fetchCommand(settings.wal),
      recovery_target_timeline: String(plan.timeline),
      ...(plan.to && { recovery_target_time: asTimestamp(plan.to), recovery_target_action: 'promote' }),
      log_startup_progress_interval: '10s',
    },
  })
  const running = manage(
    { ...spec, waitingFor: () => stillRecovering(client()), readyWithinMs: WITHIN_MS },
    {
      restart: false,
      onLine: (line) => {
        heard.push(line)
        if (/redo in progress|restored log file/.test(line)) onProgress(line.replace(/^.*LOG: +/, ''))
      },
    },
  )
  try {
    await running.start()
    const timeline = await handOver(client(), settings.password)
    return { timeline, lastCommit: lastCommitIn(heard) }
  } catch (error) {
    throw error instanceof StartFailed ? whyNot(heard, plan, error) : error
  } finally {
    await running.stop()
    await rm(sockets, { recursive: true, force: true })
    for (const left of ['recovery.signal', 'backup_label.old', 'tablespace_map.old'])
      await rm(resolve(cluster, left), { force: true })
  }
}

async function stillRecovering(client: pg.Client): Promise<string | undefined> {
  try {
    await client.connect()
    const { rows } = await client.query<{ recovers: boolean }>('select pg_is_in_recovery() as recovers')
    return rows[0]?.recovers === false ? undefined : 'it carries out the WAL'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function handOver(client: pg.Client, password: string): Promise<number> {
  await client.connect()
  try {
    await client.query(`alter role ${POSTGRES_SUPERUSER} password ${pg.escapeLiteral(password)}`)
    const { rows } = await client.query<{ timeline: string }>(
      'select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline',
    )
    return Number.parseInt(rows[0]?.timeline ?? '', 16)
  } finally {
    await client.end()
  }
}

function lastCommitIn(heard: readonly string[]): Date | undefined {
  const found = heard.findLast((line) => line.includes('last completed transaction was at log time'))
  return dateIn(found?.replace(/^.*at log time /, ''))
}

const dateIn = (text: string | undefined): Date | undefined => {
  const date = new Date((text ?? '').trim().replace(' ', 'T').replace(/\+00$/, 'Z'))
  return Number.isNaN(date.getTime()) ? undefined : date
}

function whyNot(heard: readonly string[], { to, base }: RestorePlan, cause: StartFailed): Error {
  const last = lastCommitIn(heard)
  const log = heard.join('\n')
  if (to !== undefined && log.includes('recovery ended before configured recovery target was reached')) {
    const known = last === undefined ? `of the backup ${base.name} itself` : `of ${last.toISOString()}`
    return new CannotRestore(
      `the last transaction that was kept is ${known}, before ${to.toISOString()}: ask for an earlier instant, or for --to latest`,
      { cause },
    )
  }
  const damaged = /^(.*) is damaged$/m.exec(log)
  if (damaged) return new CannotRestore(`${damaged[1]} is damaged: restore to an instant before it`, { cause })
  if (/No space left on device/i.test(log))
    return new CannotRestore('the disk is full: make room, and do it again', { cause })
  const last20 = heard.slice(-20).map((line) => `  ${line}`)
  return new CannotRestore(`PostgreSQL could not carry out the WAL:\n${last20.join('\n')}`, { cause })
}

/** WAL that the cluster which was there before had not handed to the archive yet. */
export async function walOf(cluster: string): Promise<string[]> {
  return (await readdir(resolve(cluster, 'pg_wal')).catch(() => [])).filter((name) => /^[0-9A-F]{24}$/.test(name))
}

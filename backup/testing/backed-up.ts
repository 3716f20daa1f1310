import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { CHECKOUT } from '@ebook/processes/checkout'
import { query } from '@ebook/processes/postgres'
import { startStack, type Stack } from '@ebook/stack/stack'

const DATABASES = ['rent', 'payment'] as const

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * PostgreSQL and NATS of data folders, without the subgraphs, and a folder of backups: what is restored is whole clusters,
 * whatever is in them.
 */
export class BackedUp {
  readonly folder: string
  readonly backups: string
  #stack: Stack | undefined

  private constructor(folder: string) {
    this.folder = folder
    this.backups = resolve(folder, 'backups')
  }

  static async begin(): Promise<BackedUp> {
    const made = new BackedUp(await mkdtemp(resolve(tmpdir(), 'ebook-backup-')))
    await made.start()
    for (const name of DATABASES) await query(made.stack.postgresUrl(name), 'create table said (what text)')
    return made
  }

  get stack(): Stack {
    if (!this.#stack) throw new Error('nothing runs')
    return this.#stack
  }

  dataDir(name = 'data'): string {
    return resolve(this.folder, name)
  }

  async start(name?: string): Promise<void> {
    this.#stack = await startStack({ dataDir: this.dataDir(name), only: [] })
  }

  async stop(): Promise<void> {
    await this.#stack?.stop()
    this.#stack = undefined
  }

  /** As when the machine loses its power: what PostgreSQL has not archived is in its folder alone. */
  async die(): Promise<void> {
    const postgres = this.stack.process('postgres')
    const killed = postgres.kill()
    await postgres.stop()
    await killed
    await this.stop()
  }

  /** In two databases, as a saga does. */
  async say(what: string): Promise<void> {
    for (const name of DATABASES) await query(this.stack.postgresUrl(name), `insert into said values ('${what}')`)
  }

  /** What was said, which both must know alike. */
  async said(): Promise<string[]> {
    const [one, other] = await Promise.all(
      DATABASES.map(async (name) => {
        const rows = await query(this.stack.postgresUrl(name), 'select what from said order by what')
        return rows.map((row) => String(row['what']))
      }),
    )
    if (String(one) !== String(other)) throw new Error(`rent knows ${one?.join()}, payment ${other?.join()}`)
    return one ?? []
  }

  /** By PostgreSQL's clock. */
  async now(): Promise<string> {
    const [row] = await query(this.stack.postgresUrl('rent'), 'select clock_timestamp() as now')
    return (row?.['now'] as Date).toISOString()
  }

  async command(name: 'backup' | 'restore', args: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
    const child = spawn(process.execPath, [resolve(CHECKOUT, `backup/${name}.ts`), ...args], {
      env: { ...process.env, DATA_DIR: this.dataDir(), BACKUP_DIR: this.backups, ...env },
    })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (data) => (said.stdout += String(data)))
    child.stderr.on('data', (data) => (said.stderr += String(data)))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, ...said }
  }

  async end(): Promise<void> {
    await this.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}

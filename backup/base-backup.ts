import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip, type Gzip } from 'node:zlib'
import pg from 'pg'

export const BASE_FILE = 'base.tar.gz'
export const MANIFEST_FILE = 'backup_manifest'

/** Where in the WAL a base began and ended: what lies between makes it whole. */
export interface Extent {
  readonly timeline: number
  readonly startLsn: string
  readonly endLsn: string
}

/** A base cannot be taken; the message says why, and what to do. */
export class CannotBackUp extends Error {
  override readonly name = 'CannotBackUp'
}

const COMMAND =
  "BASE_BACKUP (LABEL 'npm run backup', CHECKPOINT 'fast', WAL true, PROGRESS false, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')"

/**
 * Copies the whole cluster of this PostgreSQL as it is at one instant into the folder, while it is used, by the protocol
 * that pg_basebackup speaks. `onBytes` hears how much has come. Throws CannotBackUp and what the database or the disk says.
 */
export async function takeBase(url: string, folder: string, onBytes: (bytes: number) => void): Promise<Extent> {
  const client = new pg.Client({
    connectionString: url,
    replication: 'true',
    application_name: 'backup',
  } as pg.ClientConfig)
  const lost = once(client, 'error').then(([error]) => Promise.reject(error as Error))
  lost.catch(() => undefined)
  await client.connect()
  const received = new ReceivedBase(folder, onBytes)
  try {
    client.query(received)
    await Promise.race([received.whole, lost])
    await writeFile(resolve(folder, MANIFEST_FILE), received.manifest)
    return received.extent
  } finally {
    received.abandon()
    await client.end().catch(() => undefined)
  }
}

/** What the server sends: rows around one stream of archives, of which there is one unless there are tablespaces. */
class ReceivedBase implements pg.Submittable {
  readonly whole: Promise<void>
  readonly #folder: string
  readonly #onBytes: (bytes: number) => void
  readonly #rows: string[][] = []
  readonly #manifest: Buffer[] = []
  readonly #written: Promise<void>
  readonly #gzip: Gzip
  readonly #file: WriteStream
  readonly #settle: { resolve(): void; reject(error: Error): void }
  #connection: pg.Connection | undefined
  #into: 'archive' | 'manifest' | undefined
  #archives = 0
  #failed: Error | undefined
  #bytes = 0
  #waits = false

  constructor(folder: string, onBytes: (bytes: number) => void) {
    this.#folder = folder
    this.#onBytes = onBytes
    const { promise, resolve: done, reject } = Promise.withResolvers<void>()
    this.whole = promise
    promise.catch(() => undefined)
    this.#settle = { resolve: done, reject }
    this.#gzip = createGzip({ level: 1 })
    this.#file = createWriteStream(resolve(this.#folder, BASE_FILE), { flush: true })
    this.#written = pipeline(this.#gzip, this.#file)
    // A full disk is told at once: the rest need not come.
    this.#written.catch((error: Error) => this.#settle.reject(error))
  }

  get manifest(): Buffer {
    return Buffer.concat(this.#manifest)
  }

  get extent(): Extent {
    const [start, end] = [this.#rows[0], this.#rows.at(-1)]
    return { startLsn: start?.[0] ?? '', timeline: Number(start?.[1]), endLsn: end?.[0] ?? '' }
  }

  /** Nothing is written any more. */
  abandon(): void {
    this.#gzip.destroy()
    this.#connection?.stream.destroy()
  }

  submit(connection: pg.Connection): void {
    this.#connection = connection
    connection.query(COMMAND)
  }

  handleRowDescription(): void {
    // The order says which row is which.
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#rows.push(fields.map((field) => field ?? ''))
  }

  /** Its first byte says what it is: a new archive, the manifest, or the next bytes of that. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const kind = String.fromCharCode(chunk[0] ?? 0)
    if (kind === 'n') {
      this.#into = 'archive'
      this.#archives += 1
    } else if (kind === 'm') {
      this.#into = 'manifest'
    } else if (kind === 'd') {
      // The client uses its buffer again.
      this.#take(Buffer.from(chunk.subarray(1)))
    }
  }

  #take(bytes: Buffer): void {
    if (this.#into === 'manifest') return void this.#manifest.push(bytes)
    if (this.#archives > 1 || this.#failed) return
    this.#bytes += bytes.length
    this.#onBytes(this.#bytes)
    // What is in the client's buffer comes all the same: it asks to wait more than once.
    if (this.#gzip.write(bytes) || this.#waits) return
    this.#waits = true
    this.#connection?.stream.pause()
    this.#gzip.once('drain', () => {
      this.#waits = false
      this.#connection?.stream.resume()
    })
  }

  handleCommandComplete(): void {
    // Of several: what counts is that the server is ready again.
  }

  handleError(error: Error): void {
    this.#failed = error
    this.#settle.reject(error)
  }

  handleReadyForQuery(): void {
    if (this.#failed) return
    if (this.#archives !== 1)
      return this.#settle.reject(
        new CannotBackUp(`this PostgreSQL has ${this.#archives - 1} tablespaces: use pgBackRest`),
      )
    this.#gzip.end()
    this.#written.then(
      () => this.#settle.resolve(),
      (error: Error) => this.#settle.reject(error),
    )
  }
}

import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What PostgreSQL says a base backup is made of. */
export interface Manifest {
  /** By path, without the WAL. */
  readonly files: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>
}

/** The backup is not what PostgreSQL sent; the message names the file. */
export class DamagedBackup extends Error {
  override readonly name = 'DamagedBackup'
}

const Sent = z.object({
  Files: z.array(
    z.object({
      Path: z.string().optional(),
      'Encoded-Path': z.string().optional(),
      Size: z.int(),
      'Checksum-Algorithm': z.literal('SHA256'),
      Checksum: z.string(),
    }),
  ),
  'Manifest-Checksum': z.string(),
})

/** Reads a backup_manifest, and checks it against its own checksum. Throws DamagedBackup. */
export function readManifest(text: string): Manifest {
  const own = text.lastIndexOf('"Manifest-Checksum"')
  const sent = parse(text)
  if (own === -1 || sha256(text.slice(0, own)) !== sent['Manifest-Checksum'])
    throw new DamagedBackup('backup_manifest is damaged: its checksum is another')
  return {
    files: new Map(
      sent.Files.map((file) => [
        file.Path ?? Buffer.from(file['Encoded-Path'] ?? '', 'hex').toString('utf8'),
        { bytes: file.Size, sha256: file.Checksum },
      ]),
    ),
  }
}

function parse(text: string): z.infer<typeof Sent> {
  try {
    return Sent.parse(JSON.parse(text))
  } catch (error) {
    throw new DamagedBackup('backup_manifest cannot be read', { cause: error })
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Looks at each file of a base as it goes by, and at the end whether all of them did. */
export class ManifestCheck {
  readonly #missing: Map<string, { readonly bytes: number; readonly sha256: string }>

  constructor({ files }: Manifest) {
    this.#missing = new Map(files)
  }

  /** The same bytes again. Throws DamagedBackup, once all have been read, if they are not those that PostgreSQL sent. */
  async *file(name: string, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const hash = createHash('sha256')
    for await (const chunk of content) {
      hash.update(chunk)
      yield chunk
    }
    const expected = this.#missing.get(name)
    this.#missing.delete(name)
    // The WAL that makes the base whole is not in the manifest: it has checksums of its own, which recovery looks at.
    if (expected === undefined && (name.startsWith('pg_wal/') || name === 'backup_manifest')) return
    if (expected === undefined) throw new DamagedBackup(`${name} is not in backup_manifest`)
    if (hash.digest('hex') !== expected.sha256) throw new DamagedBackup(`${name} is damaged: its checksum is another`)
  }

  /** Throws DamagedBackup. */
  end(): void {
    const [first] = this.#missing.keys()
    if (first !== undefined) throw new DamagedBackup(`${first} is missing, and ${this.#missing.size - 1} more`)
  }
}

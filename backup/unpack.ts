import { createReadStream } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { Base, Places } from './backup-folder.ts'
import { BASE_FILE, MANIFEST_FILE } from './base-backup.ts'
import { DamagedBackup, ManifestCheck, readManifest } from './manifest.ts'
import { BadArchive, readTar } from './tar.ts'

/**
 * Reads a base from end to end and checks each file of it against what PostgreSQL sent; with `into` it is written there
 * too. Returns how many files there are. Throws DamagedBackup.
 */
export async function unpack({ base: folder }: Places, base: Base, into?: string): Promise<number> {
  const place = (name: string) => resolve(folder, base.name, name)
  const check = new ManifestCheck(readManifest(await readFile(place(MANIFEST_FILE), 'utf8')))
  const archive = createReadStream(place(BASE_FILE), { highWaterMark: 1024 * 1024 })
  const gunzip = createGunzip({ chunkSize: 1024 * 1024 })
  archive.on('error', (error) => gunzip.destroy(error)).pipe(gunzip)
  let files = 0
  try {
    for await (const { name, kind, content } of readTar(gunzip as AsyncIterable<Buffer>)) {
      if (kind === 'folder' && into !== undefined) await mkdir(resolve(into, name), { recursive: true, mode: 0o700 })
      if (kind === 'other') throw new DamagedBackup(`${name} in ${base.name} is neither a file nor a folder`)
      if (kind !== 'file') continue
      const checked = check.file(name, content())
      if (into === undefined) for await (const _ of checked);
      else await write(resolve(into, name), checked)
      files += 1
    }
  } catch (error) {
    throw isDamage(error) ? new DamagedBackup(`${place(BASE_FILE)} is damaged`, { cause: error }) : error
  } finally {
    archive.destroy()
    gunzip.destroy()
  }
  check.end()
  return files
}

async function write(file: string, content: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  try {
    for await (const chunk of content) await handle.writeFile(chunk)
  } finally {
    await handle.close()
  }
}

const isDamage = (error: unknown): boolean =>
  error instanceof BadArchive || (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))

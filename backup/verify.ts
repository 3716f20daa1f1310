import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { keptFile, type Base, type Kept, type Places } from './backup-folder.ts'
import { DamagedBackup } from './manifest.ts'
import { gapAfter } from './plan-restore.ts'
import { stockOf } from './stock.ts'
import { unpack } from './unpack.ts'

/**
 * Reads all that is kept and says what is wrong with it, a sentence each: files of a base that are not what PostgreSQL sent,
 * WAL that is damaged or missing.
 */
export async function verify(places: Places, onProgress: (line: string) => void): Promise<string[]> {
  const wrong: string[] = []
  const stock = stockOf(places)
  for (const base of stock.bases) {
    onProgress(`reading the backup ${base.name}`)
    await unpack(places, base).catch((error: unknown) => {
      if (!isExpected(error)) throw error
      wrong.push(`the backup ${base.name} cannot be restored: ${error.message}`)
    })
  }
  const [oldest] = stock.bases
  if (oldest === undefined) return [`there is no backup in ${places.folder}`]
  for (const file of stock.kept) {
    onProgress(`reading WAL ${file.name}`)
    const problem = await problemOf(places, file, oldest)
    if (problem) wrong.push(problem)
  }
  for (const base of stock.bases) {
    const gap = gapAfter(stock, base)
    if (gap)
      wrong.push(
        `WAL file ${gap.missing} is missing: from ${base.name} nothing after ${(gap.until ?? base.ended).toISOString()} can be restored`,
      )
  }
  return wrong
}

async function problemOf(places: Places, { name }: Kept, { segmentBytes }: Base): Promise<string | undefined> {
  let bytes = 0
  try {
    const gunzip = createGunzip()
    const file = createReadStream(keptFile(places, name))
    file.on('error', (error) => gunzip.destroy(error)).pipe(gunzip)
    for await (const chunk of gunzip as AsyncIterable<Buffer>) bytes += chunk.length
  } catch (error) {
    return `WAL file ${name} is damaged: ${error instanceof Error ? error.message : String(error)}`
  }
  return bytes === segmentBytes
    ? undefined
    : `WAL file ${name} is damaged: it has ${bytes} bytes and not ${segmentBytes}`
}

const isExpected = (error: unknown): error is Error =>
  error instanceof DamagedBackup || (error instanceof Error && 'code' in error)

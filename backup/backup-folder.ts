import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { appendFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { DamagedBackup } from './manifest.ts'
import { historyFile, readHistory, readSegment, type Fork, type Segment } from './wal.ts'

/** A whole copy of the cluster. It can be restored to any instant from its end on. */
export interface Base {
  /** Of its folder: when it began. */
  readonly name: string
  readonly began: Date
  readonly ended: Date
  readonly timeline: number
  readonly startLsn: string
  readonly endLsn: string
  /** Unpacked. */
  readonly bytes: number
  readonly files: number
  readonly segmentBytes: number
  /** `18`. */
  readonly major: number
}

/** Since `at` the installation goes on, on this timeline, from how it was at `to`. */
export interface Restored {
  readonly timeline: number
  readonly to: Date
  readonly at: Date
}

/** A WAL file that was kept. */
export interface Kept extends Segment {
  readonly name: string
  readonly keptAt: Date
}

const BaseFile = z.object({
  began: z.coerce.date(),
  ended: z.coerce.date(),
  timeline: z.int(),
  startLsn: z.string(),
  endLsn: z.string(),
  bytes: z.int(),
  files: z.int(),
  segmentBytes: z.int(),
  major: z.int(),
})
const RestoredLine = z.object({ timeline: z.int(), to: z.coerce.date(), at: z.coerce.date() })
const Cluster = z.object({ systemIdentifier: z.string() })

const PART = '.part'

/** The folders and files of a folder of backups. */
export function placesIn(folder: string) {
  return {
    folder,
    cluster: resolve(folder, 'cluster.json'),
    wal: resolve(folder, 'wal'),
    base: resolve(folder, 'base'),
    restored: resolve(folder, 'restored.jsonl'),
  }
}
export type Places = ReturnType<typeof placesIn>

/** The PostgreSQL that it is of; undefined when nothing was ever kept there. */
export function clusterOf({ cluster }: Places): string | undefined {
  return existsSync(cluster) ? parsed(cluster, Cluster).systemIdentifier : undefined
}

export async function claimFor({ base, wal, cluster }: Places, systemIdentifier: string): Promise<void> {
  for (const folder of [base, wal]) await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(cluster)) await writeFile(cluster, `${JSON.stringify({ systemIdentifier })}\n`, { mode: 0o600 })
}

/** A place for a base that is being taken: nobody sees it until it is whole. */
export async function beginBase({ base }: Places, began: Date): Promise<string> {
  const folder = resolve(
    base,
    `${began
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
      .replaceAll(':', '-')}${PART}`,
  )
  await mkdir(folder, { mode: 0o700 })
  return folder
}

/** From here on it is one of the bases. */
export async function finishBase(part: string, base: Omit<Base, 'name'>): Promise<void> {
  await writeFile(resolve(part, 'backup.json'), `${JSON.stringify(base, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(part, part.slice(0, -PART.length))
}

/** What was begun and came to no end; no base may be under way. */
export async function removeParts({ base }: Places): Promise<void> {
  for (const name of await readdir(base))
    if (name.endsWith(PART)) await rm(resolve(base, name), { recursive: true, force: true })
}

/** The base with this name is none any more; what is left of it if that is interrupted is a part. */
export async function removeBase({ base }: Places, name: string): Promise<void> {
  const aside = resolve(base, `${name}${PART}`)
  await rename(resolve(base, name), aside)
  await rm(aside, { recursive: true })
}

/** Those that are whole, the oldest first. Throws DamagedBackup. */
export function basesIn({ base }: Places): Base[] {
  if (!existsSync(base)) return []
  const names = readdirSync(base).filter((name) => !name.endsWith(PART))
  return names.toSorted().map((name) => ({ name, ...parsed(resolve(base, name, 'backup.json'), BaseFile) }))
}

/** The WAL that is kept, in its order. */
export function keptIn({ wal }: Places, segmentBytes: number): Kept[] {
  if (!existsSync(wal)) return []
  const kept = readdirSync(wal).flatMap((file): Kept[] => {
    const name = file.replace(/\.gz$/, '')
    const segment = readSegment(name, segmentBytes)
    return segment === undefined ? [] : [{ ...segment, name, keptAt: statSync(resolve(wal, file)).mtime }]
  })
  return kept.toSorted((one, other) => one.number - other.number || one.timeline - other.timeline)
}

export const keptFile = ({ wal }: Places, name: string): string => resolve(wal, `${name}.gz`)

/** From which timelines this one comes, as `unpack` reads its history. */
export function forksOf(places: Places, timeline: number, unpack: (file: string) => string): Fork[] {
  const file = keptFile(places, historyFile(timeline))
  return existsSync(file) ? readHistory(unpack(file)) : []
}

/** How often the installation was put back to an earlier instant, in that order. */
export function restoredIn({ restored }: Places): Restored[] {
  if (!existsSync(restored)) return []
  const lines = readFileSync(restored, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => read(restored, line, RestoredLine))
}

export async function noteRestored({ restored }: Places, event: Restored): Promise<void> {
  await appendFile(restored, `${JSON.stringify(event)}\n`, { mode: 0o600 })
}

const parsed = <S extends z.ZodType>(file: string, schema: S): z.output<S> =>
  read(file, readFileSync(file, 'utf8'), schema)

function read<S extends z.ZodType>(file: string, text: string, schema: S): z.output<S> {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new DamagedBackup(`${file} does not hold what this version writes there`, { cause: error })
  }
}

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { join } from 'node:path'
import type { Sources } from './finding.ts'
import type { Report } from './report.ts'
import type { Compared, runChecks } from './run-check.ts'

type Supergraphs = Parameters<typeof runChecks>[0]
type Options = Parameters<typeof runChecks>[1]

/** A text that was read while a report was made: by the place of its supergraph, its revision and its path. */
interface Read {
  readonly of: number
  readonly side: 'base' | 'head'
  readonly file: string
  readonly digest: string
}

interface Kept {
  readonly reads: readonly Read[]
  readonly report: Report
}

const MOST_KEPT = 50

/**
 * `make`, or what it said before of the very same: of all that it is given, by this very check, when what it read besides
 * is what it was. Kept in `folder`, which only the owner of the repository writes; where it cannot be, nothing is kept.
 */
export function keptReport(
  folder: string | undefined,
  supergraphs: Supergraphs,
  options: Options,
  make: typeof runChecks,
): Report {
  if (folder === undefined) return make(supergraphs, options)
  const file = join(folder, `${digestOf([ownDigest(), options, supergraphs.map(given)])}.json`)
  const [{ base, head }] = supergraphs
  const kept = readKept(file)
  if (kept?.reads.every((one) => one.digest === digestOf(sourcesIn(supergraphs, one)?.read(one.file) ?? null))) {
    return { ...kept.report, base: base?.rev, head: head.rev }
  }
  const { traced, reads } = tracing(supergraphs)
  const report = make(traced, options)
  const text = JSON.stringify(report.findings)
  // What names a revision is not to be said of another that has the same in it.
  if (base === undefined || !text.includes(base.rev)) keep(folder, file, { reads: [...reads.values()], report })
  return report
}

/** What a supergraph is, without what its revisions are called. */
function given({ base, head, ...more }: Compared): unknown {
  const unnamed = (sources: Sources | undefined) => sources && { ...sources, rev: undefined }
  return [unnamed(base), unnamed(head), more]
}

function tracing(supergraphs: Supergraphs) {
  const reads = new Map<string, Read>()
  const traced = (sources: Sources, of: number, side: Read['side']): Sources => ({
    ...sources,
    read: (file) => {
      const text = sources.read(file)
      reads.set(`${of} ${side} ${file}`, { of, side, file, digest: digestOf(text ?? null) })
      return text
    },
  })
  const all = supergraphs.map((one, of) => ({
    ...one,
    base: one.base && traced(one.base, of, 'base'),
    head: traced(one.head, of, 'head'),
  }))
  return { reads, traced: all as unknown as Supergraphs }
}

function sourcesIn(supergraphs: Supergraphs, { of, side }: Read): Sources | undefined {
  return supergraphs[of]?.[side]
}

function readKept(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept
  } catch {
    return undefined
  }
}

function keep(folder: string, file: string, kept: Kept): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(kept))
    renameSync(`${file}.${process.pid}`, file)
    const files = readdirSync(folder).map((name) => join(folder, name))
    const newestFirst = files.map((one) => ({ one, at: statSync(one).mtimeMs })).sort((a, b) => b.at - a.at)
    for (const { one } of newestFirst.slice(MOST_KEPT)) rmSync(one, { force: true })
  } catch (error) {
    // A repository that cannot be written, or another run that tidies too.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

/** Of the check's own code, and of the packages that it stands on. */
function ownDigest(): string {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|js|json)$/.test(file) && !file.includes('node_modules'))
    .map((file) => join(import.meta.dirname, file))
  const own = findPackageJSON(import.meta.url)
  const { dependencies = {} } = JSON.parse(own === undefined ? '{}' : readFileSync(own, 'utf8')) as {
    dependencies?: Readonly<Record<string, string>>
  }
  const packages = Object.keys(dependencies).flatMap((name) => findPackageJSON(name, import.meta.url) ?? [])
  return digestOf([process.version, ...[...files, ...packages].map((file) => readFileSync(file, 'utf8'))])
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

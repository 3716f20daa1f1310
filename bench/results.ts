import { appendFile, readFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { run } from '@ebook/processes/run'

/** What a measurement gave: the figures that are followed from commit to commit, and everything else it found. */
export interface Measured {
  readonly figures: readonly Figure[]
  readonly detail: object
}

const value = z.number().nullable()
const figure = z.object({
  name: z.string(),
  unit: z.string(),
  /** Null: there was none, such as a median of nothing. */
  value,
  /** Of the same unit, measured in the same run: what this machine, or the parts underneath, can do at all. */
  comparison: z.object({ name: z.string(), value }).optional(),
})
const result = z.object({
  commit: z.string().nullable(),
  /** Whether the tree was as it is in the commit, the results themselves left aside. */
  clean: z.boolean(),
  at: z.iso.datetime(),
  machine: z.object({ cores: z.int(), cpu: z.string(), node: z.string(), loadBefore: z.number() }),
  benchmark: z.string(),
  options: z.record(z.string(), z.number()),
  figures: z.array(figure),
  detail: z.looseObject({}),
})
export type Figure = z.infer<typeof figure>
export type Result = z.infer<typeof result>

/** A file of results cannot be read or written, or has a line that is none; the message says which. */
export class UnusableResults extends Error {
  override readonly name = 'UnusableResults'
}

const root = fileURLToPath(new URL('..', import.meta.url))
const KEPT = 'bench/results.jsonl'
/** In the repository: results are committed, and a merge keeps those of both sides (.gitattributes). */
export const RESULTS = fileURLToPath(new URL('results.jsonl', import.meta.url))

/** What is measured, when and by what; asked before the measurement, which is not to be found in the load. */
export async function circumstances(checkout = root): Promise<Pick<Result, 'commit' | 'clean' | 'at' | 'machine'>> {
  const git = (...args: string[]) => run('git', args, { cwd: checkout }).then((text) => text.trim())
  const commit = await git('rev-parse', 'HEAD').catch(() => null)
  const changed = await git('status', '--porcelain', '--', '.', `:!${KEPT}`).catch(() => 'not a checkout')
  const machine = {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.versions.node,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
  return { commit, clean: changed === '', at: new Date().toISOString(), machine }
}

/** Sees to it that a result can be added, before an hour goes into it. Throws UnusableResults. */
export async function assertWritable(file: string): Promise<void> {
  await readResults(file)
  const text = await readFile(file, 'utf8').catch(() => '')
  await appendFile(file, text === '' || text.endsWith('\n') ? '' : '\n').catch((error: NodeJS.ErrnoException) => {
    throw new UnusableResults(`${file} cannot be written (${error.code}).`, { cause: error })
  })
}

/** Adds it to the file as one line, which is returned. */
export async function keep(file: string, one: Result): Promise<string> {
  const line = JSON.stringify(one)
  await appendFile(file, `${line}\n`)
  return line
}

/** Every result of a file, the oldest first; none when there is no file. Throws UnusableResults. */
export async function readResults(file: string): Promise<Result[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw new UnusableResults(`${file} cannot be read (${error.code}).`, { cause: error })
  })
  const results = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [read(file, index + 1, line)]))
  return results.toSorted((a, b) => a.at.localeCompare(b.at))
}

function read(file: string, number: number, line: string): Result {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (error) {
    throw new UnusableResults(`${file}:${number} is no JSON: it was not written to its end.`, { cause: error })
  }
  const { success, data, error } = result.safeParse(json)
  if (success) return data
  const [issue] = error.issues
  throw new UnusableResults(`${file}:${number} is no result: ${issue?.path.join('.')}: ${issue?.message}`)
}

import type { Check } from '../checks.ts'
import { Config } from '../config.ts'
import type { Finding } from '../finding.ts'
import { supergraphOf } from '../supergraph.ts'
import { edited, library, librarySources, type Edit, type Library } from './library-world.ts'

/** The day of every test, from which the ages of deprecations are counted. */
export const TODAY = '2026-11-21'

/**
 * What is told of a change: `error field-removed Book.title`, a file with `-` before it when it is the base's and a text
 * on the line, and the stored operations that it `breaks!` or `may affect?`.
 */
export type Told = readonly [what: string, at: string, ...affected: string[]]

/** A small change with everything that is told of it. */
export interface SmallChange {
  readonly name: string
  readonly edits: readonly Edit[]
  readonly told: readonly Told[]
  readonly config?: Partial<Config>
}

export function change(name: string, edits: readonly Edit[], ...told: readonly Told[]): SmallChange {
  return { name, edits, told }
}

/** In one order, as lines that a failed test shows well. */
export function found(
  checks: readonly Check[],
  { edits, config = {} }: Pick<SmallChange, 'edits' | 'config'>,
): string[] {
  const base = librarySources(library(), 'base')
  const head = librarySources(edited(edits), 'head')
  if (supergraphOf(head) === undefined) throw new Error('what is checked does not compose')
  const settings = { ...Config.parse({}), ...config }
  return checks
    .flatMap((check) => check(base, head, settings, TODAY))
    .map(lineOf)
    .sort()
}

export function expected({ edits, told }: SmallChange): string[] {
  const head = edited(edits)
  return told
    .map(([what, at, ...affected]) =>
      [what, placeIn(at, head), ...[...affected].sort()].filter((part) => part).join(' '),
    )
    .sort()
}

function lineOf({ severity, rule, coordinate, location, affected = [] }: Finding): string {
  const place =
    location && `${location.rev === 'base' ? '-' : ''}${location.file.replace('.graphql', '')}:${location.line}`
  const reached = affected.map(({ operation, effect }) => `${operation}${effect === 'broken' ? '!' : '?'}`).sort()
  return [severity, rule, coordinate, place, ...reached].filter((part) => part !== undefined && part !== '').join(' ')
}

/** `-catalogue title:` is the first line of the base's catalogue that has `title:` in it. */
function placeIn(at: string, head: Library): string {
  const [, minus = '', file = '', text = ''] = /^(-?)(\w+) (.*)$/s.exec(at) ?? []
  if (file === '') return ''
  const lines = ((minus === '-' ? library() : head)[file as keyof Library] ?? '').split('\n')
  const index = lines.findIndex((line) => line.includes(text))
  if (index < 0) throw new Error(`${at}: there is no such line`)
  return `${minus}${file}:${index + 1}`
}

import type { Location, Sources } from '../finding.ts'

/** Where a file of a revision speaks of an event type, or of a field of it; the file's first line if it does not. */
export function whereEvent(sources: Sources, file: string, type: string, field?: string): Location {
  const lines = sources.read(file)?.split('\n') ?? []
  if (field !== undefined && /\.(json|ya?ml|avsc)$/i.test(file)) return propertyIn(file, lines, type, field)
  const typeAt = lines.findIndex((line) => line.includes(`'${type}'`) || line.includes(`"${type}"`))
  const at = typeAt < 0 || field === undefined ? typeAt : fieldAfter(lines, typeAt, field)
  const found = at < 0 ? 0 : at
  return { file, line: found + 1, column: (lines[found]?.search(/\S/) ?? 0) + 1 || 1 }
}

const anyType = /['"][a-z][\w-]*(?:\.[\w-]+)+\.v\d/i

// A policy says its schema above the type it is for, a publisher below it.
function fieldAfter(lines: readonly string[], typeAt: number, path: string): number {
  const field = path.split(/[.[]/)[0] ?? path
  const isField = (line: string | undefined) => line !== undefined && new RegExp(`\\b${field}\\b\\s*:`).test(line)
  const end = lines.findIndex((line, index) => index > typeAt && anyType.test(line))
  const below = lines.slice(0, end < 0 ? undefined : end).findIndex((line, index) => index >= typeAt && isField(line))
  if (below >= 0) return below
  const above = lines.findLastIndex((line, index) => index < typeAt && isField(line))
  return above >= 0 ? above : typeAt
}

/** A schema of its own need not say its type; fields of fields stand below them. */
function propertyIn(file: string, lines: readonly string[], type: string, path: string): Location {
  const begin = Math.max(
    lines.findIndex((line) => line.includes(type)),
    0,
  )
  let at: { readonly line: number; readonly column: number } = { line: begin, column: 0 }
  for (const name of ['properties', ...path.split(/[.[\]]+/).filter((part) => part !== '')]) {
    const found = keyFrom(lines, at, name)
    // What stands elsewhere, by a reference, is told where the type is.
    if (found !== undefined) at = found
  }
  return { file, line: at.line + 1, column: at.column + 1 }
}

function keyFrom(lines: readonly string[], from: { line: number; column: number }, name: string) {
  const word = `(["']?)${RegExp.escape(name)}`
  // Avro's fields say their name.
  const key = new RegExp(`(?<![\\w$-])(?:${word}\\1\\s*:|(?<=name["']?\\s*:\\s*)${word}\\2(?![\\w$-]))`)
  for (const [line, text] of lines.entries()) {
    if (line < from.line) continue
    const begin = line === from.line ? from.column : 0
    const column = text.slice(begin).search(key)
    if (column >= 0) return { line, column: begin + column }
  }
  return undefined
}

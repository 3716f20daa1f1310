import type { Location, Sources } from '../finding.ts'

/** Where a file of a revision speaks of an event type, or of a field of it; the file's first line if it does not. */
export function whereEvent(sources: Sources, file: string, type: string, field?: string): Location {
  const lines = sources.read(file)?.split('\n') ?? []
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

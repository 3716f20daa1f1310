import { stringify } from 'yaml'
import { checkEvents } from '../events/check-events.ts'
import { readEvents } from '../events/read-events.ts'
import type { Finding, Sources } from '../finding.ts'

/** Texts, and what is written as YAML, by their files: those in `shared/` are only referred to. */
export type Files = Readonly<Record<string, object | string>>

export function eventsOf(files: Files) {
  const texts = Object.fromEntries(
    Object.entries(files).map(([file, one]) => [file, typeof one === 'string' ? one : stringify(one)]),
  )
  const named = Object.keys(files).filter((file) => !file.startsWith('shared/'))
  return readEvents(['events/**'], { rev: 'x', matching: () => named, read: (file) => texts[file] })
}

/** Every finding as `severity rule coordinate`. */
export function told(before: Files, after: Files): string[] {
  const sources = (files: Files): Sources => ({
    rev: 'x',
    subgraphs: [],
    operations: [],
    unread: [],
    eventContracts: eventsOf(files),
    read: () => undefined,
  })
  return checkEvents(sources(before), sources(after)).map(
    ({ severity, rule, coordinate }: Finding) => `${severity} ${rule} ${coordinate}`,
  )
}

import type { DeclaredEvent } from '../schema-check/events/catalogue.ts'
import { sample, variants } from './sample.ts'

export interface SampleEvent {
  readonly id: string
  readonly type: string
  readonly aggregate: string
  readonly version: number
  readonly data: Readonly<Record<string, unknown>>
}

/** A row made of events, undefined as long as there is none. */
export type Fold = (events: readonly SampleEvent[]) => object | undefined

type Row = Readonly<Record<string, unknown>>

/**
 * Which event, and which of its fields, decides what stands in each column: found by running the fold itself on short
 * histories of sample events, once as they are and once with one event more, or one of its fields changed. Nobody
 * declares it, so it cannot be out of date. What only shows after two others is not found.
 */
export function feedsOf(fold: Fold, events: readonly DeclaredEvent[]): Record<string, string[]> {
  const feeds = new Map<string, Set<string>>()
  const note = (columns: readonly string[], feed: string) => {
    for (const column of columns) feeds.set(column, (feeds.get(column) ?? new Set()).add(feed))
  }
  for (const event of events) {
    for (const history of historiesFor(event, events)) {
      const before = fold(history)
      const last = sampleOf(event, history.length)
      const after = fold([...history, last])
      for (const column of Object.keys(after ?? {})) if (!feeds.has(column)) feeds.set(column, new Set())
      // What makes the row exist tells only what it is alone, not what others had said before.
      if (before !== undefined || history.length === 0) note(changed(before, after), event.type)
      for (const [field, schema] of Object.entries(event.data.properties ?? {})) {
        for (const value of variants(schema)) {
          const other = fold([...history, { ...last, data: { ...last.data, [field]: value } }])
          note(changed(after, other), `${event.type}#${field}`)
        }
      }
    }
  }
  return Object.fromEntries([...feeds].map(([column, from]) => [column, tidy(from)]))
}

/** Nothing, and each other event alone: a row often needs one event to exist at all, and longer ones may be impossible. */
function historiesFor(event: DeclaredEvent, events: readonly DeclaredEvent[]): SampleEvent[][] {
  const others = events.filter(({ type }) => type !== event.type)
  return [[], ...others.map((one) => [sampleOf(one, 0)])]
}

function sampleOf({ type, aggregate, data }: DeclaredEvent, position: number): SampleEvent {
  return { id: `${position}`, type, aggregate, version: position + 1, data: sample(data) }
}

function changed(before: object | undefined, after: object | undefined): string[] {
  const one = (before ?? {}) as Row
  return Object.entries(after ?? {}).flatMap(([column, value]) => ((one[column] ?? null) === value ? [] : [column]))
}

/** The field says more than that it happened at all. */
function tidy(feeds: ReadonlySet<string>): string[] {
  const withFields = new Set([...feeds].filter((feed) => feed.includes('#')).map((feed) => feed.split('#')[0]))
  return [...feeds].filter((feed) => feed.includes('#') || !withFields.has(feed)).sort()
}

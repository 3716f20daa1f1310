import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { QueueRow } from './queue-order.ts'
import classes from './queue.module.css'

/** In CSS pixels; what is drawn is measured. */
const USUAL_HEIGHT = 236
const GAP = 16
const BEYOND_THE_SCREEN = 4

export interface Place {
  readonly rentalId: string
}

interface Props {
  readonly rows: readonly QueueRow[]
  readonly isFilling: boolean
  /** The request that is to get the keyboard's focus: a new object puts it there once. */
  readonly at: Place | undefined
  readonly children: (row: QueueRow) => ReactNode
}

/** Of a thousand requests, those near the screen are in the document, and the one that has the keyboard's focus. */
export function RequestList({ rows, isFilling, at, children }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    setScrollMargin((list.current?.getBoundingClientRect().top ?? 0) + scrollY)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => USUAL_HEIGHT,
    measureElement: (element) => element.getBoundingClientRect().height || USUAL_HEIGHT,
    getItemKey: (index) => rows[index]?.rentalId ?? index,
    gap: GAP,
    overscan: BEYOND_THE_SCREEN,
    scrollMargin,
    rangeExtractor: (range) => withFocused(range, at && rows.findIndex(({ rentalId }) => rentalId === at.rentalId)),
  })
  useLayoutEffect(() => {
    if (at === undefined) return
    const card = list.current?.querySelector<HTMLElement>(`[data-rental="${CSS.escape(at.rentalId)}"]`)
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <ol
      ref={list}
      className={classes['list']}
      style={{ height: virtualizer.getTotalSize() }}
      aria-busy={isFilling}
      data-rows={rows.length}
    >
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const row = rows[index]
        return (
          row && (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - scrollMargin}px)` }}
            >
              {children(row)}
            </li>
          )
        )
      })}
    </ol>
  )
}

function withFocused(range: Range, at = -1): number[] {
  const shown = defaultRangeExtractor(range)
  const focused = Number(document.activeElement?.closest<HTMLElement>('li[data-index]')?.dataset['index'] ?? -1)
  const more = [...new Set([focused, at])].filter((index) => index >= 0 && index < range.count)
  return [...shown, ...more.filter((index) => !shown.includes(index))].toSorted((a, b) => a - b)
}

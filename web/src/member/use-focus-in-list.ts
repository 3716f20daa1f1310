import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { CatalogueSearch } from './catalogue-search.ts'

const OPENED = 'ebook.opened'

/** The title that was opened from a list; whoever goes back to that list is put at it. */
export function rememberOpened(place: string | undefined, bookId: string): void {
  if (place !== undefined) sessionStorage.setItem(OPENED, JSON.stringify([place, bookId]))
}

/** Where the reader is in the history: going back comes to the same place again, a link to another. */
export function usePlace(): string | undefined {
  return useLocation({ select: ({ state }) => state.__TSR_key })
}

/** The keyboard goes on at the title that was opened when its reader comes back, and at the first when a page is turned. */
export function useFocusInList(isThere: boolean, search: CatalogueSearch) {
  const list = useRef<HTMLUListElement>(null)
  const isTurned = useRef(false)
  const place = usePlace()
  useEffect(() => {
    if (!isThere) return
    const [at, bookId] = JSON.parse(sessionStorage.getItem(OPENED) ?? '[]') as [string?, string?]
    const isBack = at !== undefined && at === place
    if (!isBack && !isTurned.current) return
    isTurned.current = false
    sessionStorage.removeItem(OPENED)
    // After the page's heading, which has its turn first.
    requestAnimationFrame(() => {
      const links = [...(list.current?.querySelectorAll('a') ?? [])]
      const link = isBack ? links.find(({ dataset }) => dataset['book'] === bookId) : links[0]
      link?.focus({ preventScroll: true })
    })
  }, [isThere, place, search])
  return {
    list,
    expect: () => {
      isTurned.current = true
    },
  }
}

import { useQuery } from '@apollo/client/react'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { MyRentalOfBookDocument } from '../generated/member.ts'
import { useMyRentals, type RentalRow } from '../live/my-rentals.ts'
import { useSessionState } from '../sign-in/session-context.tsx'
import type { Told } from './sentences.ts'

const OVER = new Set<RentalRow['status']>(['RETURNED', 'EXPIRED', 'CANCELED'])

export const isOver = ({ status }: Pick<RentalRow, 'status'>): boolean => OVER.has(status)

/** The reader's rental of a title that is not over, live. */
export function useMyRentalOf(bookId: string): RentalRow | undefined {
  const { rows } = useMyRentals()
  return useMemo(() => [...rows.values()].find((row) => row.bookId === bookId && !isOver(row)), [rows, bookId])
}

/** Tells of every change of it, which may have taken a seat of the title or given one back. */
export function useWhenMyRentalMoves(bookId: string, onMoved: () => void): void {
  const { rows } = useMyRentals()
  const version = [...rows.values()].filter((row) => row.bookId === bookId).reduce((sum, row) => sum + row.version, 0)
  const known = useRef(version)
  const tell = useEffectEvent(onMoved)
  useEffect(() => {
    // The first that is heard of it is how it stood when the page was opened.
    if (known.current !== 0 && version !== known.current) tell()
    known.current = version
  }, [version])
}

export type MyRental = Told & Pick<RentalRow, 'rentalId' | 'title'>

/** The same, asked of the one who knows, for as long as what is live has not told of it. */
export function useMyRentalOnPage(book: { readonly id: string; readonly title: string }): {
  readonly mine: MyRental | undefined
  /** It is not known yet whether there is one. */
  readonly isAwaited: boolean
} {
  const session = useSessionState()
  const isMember = session.kind === 'signed-in' && session.viewer.roles.includes('MEMBER')
  const { rows } = useMyRentals()
  const live = useMyRentalOf(book.id)
  const { data, loading } = useQuery(MyRentalOfBookDocument, {
    variables: { id: book.id },
    skip: !isMember || live !== undefined,
    fetchPolicy: 'network-only',
    // Whoever cannot be told can rent all the same: the API refuses a second one.
    errorPolicy: 'all',
  })
  if (live !== undefined) return { mine: live, isAwaited: false }
  const asked = isMember ? data?.book?.myRental : undefined
  if (!asked || rows.has(asked.id)) return { mine: undefined, isAwaited: isMember && loading && data === undefined }
  const mine = {
    ...asked,
    rentalId: asked.id,
    title: book.title,
    dueAt: asked.dueAt,
    refusalReason: null,
    rental: asked,
  }
  return { mine, isAwaited: false }
}

import { useSyncExternalStore } from 'react'
import type { ReadCatalogue } from '@ebook/catalogue/read-catalogue'
import type { UnusableFile } from '@ebook/catalogue/read-rows'
import type { Outcome } from '@ebook/catalogue/register-all'

export type ImportState =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unusable'; readonly code: UnusableFile['code'] }
  | { readonly kind: 'read'; readonly catalogue: ReadCatalogue }
  | { readonly kind: 'running'; readonly catalogue: ReadCatalogue; readonly done: number }
  | {
      readonly kind: 'ended'
      readonly catalogue: ReadCatalogue
      readonly outcome: Outcome
      readonly wasStopped: boolean
    }

/** What was chosen, and what has become of it. */
export interface ImportDesk {
  readonly file: File | null
  /** Of rows without one. */
  readonly fee: number
  readonly seats: number
  readonly state: ImportState
}

const EMPTY: ImportDesk = { file: null, fee: 3_000, seats: 1, state: { kind: 'nothing' } }

let desk = EMPTY
const listeners = new Set<() => void>()

/** Beside the pages, which come and go: an import that runs goes on, and its refused rows are there when one comes back. */
export function changeDesk(change: Partial<ImportDesk>): void {
  desk = { ...desk, ...change }
  if (desk.state.kind === 'running') addEventListener('beforeunload', askFirst)
  else removeEventListener('beforeunload', askFirst)
  for (const listener of listeners) listener()
}

export const clearDesk = (): void => changeDesk(EMPTY)

export function useDesk(): ImportDesk {
  return useSyncExternalStore(subscribe, () => desk)
}

/** Of the import that runs, in whole percent; undefined while none does. Loads nothing of what imports. */
export function useImportPercent(): number | undefined {
  return useSyncExternalStore(subscribe, percent)
}

function percent(): number | undefined {
  const { state } = desk
  return state.kind === 'running' ? Math.floor((100 * state.done) / state.catalogue.titles.length) : undefined
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The browser asks whether to leave: what has not been sent would not be registered. */
function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

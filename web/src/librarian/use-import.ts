import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { readCatalogue, type Defaults, type ReadCatalogue } from '../../../cli/catalogue/read-catalogue.ts'
import { readRows, UnusableFile } from '../../../cli/catalogue/read-rows.ts'
import { registerAll, type Outcome } from '../../../cli/catalogue/register-all.ts'
import { BrowserCatalogue } from './browser-catalogue.ts'

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

const AT_ONCE = 8

/** Reads a catalogue file by the rules of `npm run import`, and registers what is good in it. */
export function useImport() {
  const client = useApolloClient()
  const [state, setState] = useState<ImportState>({ kind: 'nothing' })
  const stopping = useRef<AbortController>(undefined)

  async function read(file: File | null, defaults: Defaults): Promise<void> {
    if (file === null) return setState({ kind: 'nothing' })
    try {
      const { rows, refused } = readRows(await bytesOf(file))
      const catalogue = readCatalogue(rows, defaults)
      setState({ kind: 'read', catalogue: { ...catalogue, refused: [...refused, ...catalogue.refused] } })
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error
      setState({ kind: 'unusable', code: error.code })
    }
  }

  async function register(catalogue: ReadCatalogue): Promise<void> {
    const controller = new AbortController()
    stopping.current = controller
    const onDone = (done: number) => setState({ kind: 'running', catalogue, done })
    onDone(0)
    const api = new BrowserCatalogue(client)
    const outcome = await registerAll(catalogue.titles, api, AT_ONCE, onDone, controller.signal)
    client.cache.evict({ fieldName: 'books' })
    setState({ kind: 'ended', catalogue, outcome, wasStopped: controller.signal.aborted })
  }

  return { state, read, register, stop: () => stopping.current?.abort() }
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    throw new UnusableFile('UNREADABLE', `${file.name} cannot be read.`, { cause: error })
  }
}

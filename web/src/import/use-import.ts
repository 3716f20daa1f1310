import { useApolloClient } from '@apollo/client/react'
import { readCatalogue, type Defaults, type ReadCatalogue } from '@ebook/catalogue/read-catalogue'
import { readRows, UnusableFile } from '@ebook/catalogue/read-rows'
import { registerAll } from '@ebook/catalogue/register-all'
import { BrowserCatalogue } from './browser-catalogue.ts'
import { changeDesk, useDesk, type ImportDesk, type ImportState } from './import-desk.ts'

const AT_ONCE = 8

let stopping: AbortController | undefined

/** Reads a catalogue file by the rules of `npm run import`, and registers what is good in it. */
export function useImport() {
  const client = useApolloClient()
  const desk = useDesk()

  async function choose(chosen: Partial<Pick<ImportDesk, 'file' | 'fee' | 'seats'>>): Promise<void> {
    const { file, fee, seats } = { ...desk, ...chosen }
    changeDesk(chosen)
    const state = await read(file, { fee, seats })
    changeDesk({ state })
  }

  async function register(catalogue: ReadCatalogue): Promise<void> {
    const controller = new AbortController()
    stopping = controller
    const onDone = (done: number) => changeDesk({ state: { kind: 'running', catalogue, done } })
    onDone(0)
    const api = new BrowserCatalogue(client)
    const outcome = await registerAll(catalogue.titles, api, AT_ONCE, onDone, controller.signal)
    client.cache.evict({ fieldName: 'books' })
    changeDesk({ state: { kind: 'ended', catalogue, outcome, wasStopped: controller.signal.aborted } })
  }

  return { desk, choose, register, stop: () => stopping?.abort() }
}

async function read(file: File | null, defaults: Defaults): Promise<ImportState> {
  if (file === null) return { kind: 'nothing' }
  try {
    const { rows, refused } = readRows(await bytesOf(file))
    const catalogue = readCatalogue(rows, defaults)
    return { kind: 'read', catalogue: { ...catalogue, refused: [...refused, ...catalogue.refused] } }
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error
    return { kind: 'unusable', code: error.code }
  }
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    throw new UnusableFile('UNREADABLE', `${file.name} cannot be read.`, { cause: error })
  }
}

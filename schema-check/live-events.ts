import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from './config.ts'
import { EventCatalogue, printCatalogue } from './events/catalogue.ts'
import { type Finding, finding, type Sources } from './finding.ts'

/** The code that says what is published and expected cannot be loaded. */
export class UnusableCode extends Error {
  override readonly name = 'UnusableCode'
}

/**
 * The working tree by its code and not by its snapshot, which somebody may have forgotten to generate: then that is told
 * as well. The code is run, so this is only for a tree that is trusted as much as its tests are. Throws UnusableCode
 * and OutsideRepository.
 */
export async function withLiveEvents(
  head: Sources,
  config: Config,
  root: string,
): Promise<{ readonly head: Sources; readonly findings: readonly Finding[] }> {
  const { eventModule } = config
  if (eventModule === undefined) return { head, findings: [] }
  const live = await catalogueOf(join(root, eventModule), eventModule)
  const kept = head.eventContracts
  if (kept !== undefined && printCatalogue(kept) === printCatalogue(live)) return { head, findings: [] }
  const snapshot = [config.events ?? 'events.json'].flat().join(', ')
  const message = `${snapshot} ${kept === undefined ? 'is not there' : 'is not what the code says'}`
  const stale = finding('event-snapshot-stale', message, {
    coordinate: snapshot,
    location: { file: snapshot, line: 1, column: 1 },
  })
  return { head: { ...head, eventContracts: live }, findings: [stale] }
}

async function catalogueOf(file: string, name: string): Promise<EventCatalogue> {
  try {
    const loaded: unknown = await import(pathToFileURL(file).href)
    if (typeof loaded === 'object' && loaded !== null && 'eventCatalogue' in loaded) {
      const { eventCatalogue } = loaded
      // Through JSON, as the file is: what it leaves out is left out here too.
      if (typeof eventCatalogue === 'function')
        return EventCatalogue.parse(JSON.parse(JSON.stringify(eventCatalogue())))
    }
  } catch (error) {
    throw new UnusableCode(
      `${name} cannot be run, so nobody knows what is published: ${error instanceof Error ? error.message : String(error)}. Mend it first.`,
      { cause: error },
    )
  }
  throw new UnusableCode(`${name} exports no function eventCatalogue.`)
}

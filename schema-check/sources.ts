import { Config } from './config.ts'
import { UnusableSnapshot, type EventCatalogue } from './events/catalogue.ts'
import { documentsOf, UnusableDocument } from './events/documents.ts'
import { readEvents } from './events/read-events.ts'
import type { Contract, OperationSource, Sources, SubgraphSource } from './finding.ts'
import { nothingFound } from './layout/nothing-found.ts'
import { usualConfig } from './read-config.ts'
import { syntaxErrorsIn } from './sdl.ts'
import { operationsIn } from './stored-operations.ts'
import { subgraphFiles } from './subgraph/subgraph-files.ts'
import { subgraphSource } from './subgraph/subgraph-source.ts'
import type { Tree } from './trees.ts'
import type { TextFile } from './use/texts-in.ts'

/** Something that has to be there is not; the message says what to do. */
export class MissingFile extends Error {
  override readonly name = 'MissingFile'
}

/** A schema that is no GraphQL; the message says where. */
export class BrokenSdl extends Error {
  override readonly name = 'BrokenSdl'
}

/** Of a head that has to be sound from the start. Throws what `readHead` throws, and BrokenSdl. */
export function readSources(tree: Tree, config: Config): Sources {
  const sources = readHead(tree, config)
  const [broken] = sources.subgraphs.flatMap(syntaxErrorsIn)
  if (broken === undefined) return sources
  const { file, line, column } = broken.location
  throw new BrokenSdl(`${file}:${line}:${column} in ${tree.rev}: ${broken.message} Correct it there first.`)
}

/** Throws MissingFile when there is no subgraph, BrokenList and UnusableSnapshot. */
export function readHead(tree: Tree, config: Config): Sources {
  const sources = readWhatThereIs(tree, config)
  if (sources.subgraphs.length === 0) {
    if (isUnsaid(config, tree)) throw new MissingFile(nothingFound(tree))
    const where = typeof config.subgraphs === 'string' ? ` ${config.subgraphs}` : 'thing that "subgraphs" names'
    throw new MissingFile(`There is no${where} in ${tree.rev}. Correct "subgraphs" in the configuration.`)
  }
  return sources
}

function isUnsaid({ subgraphs }: Config, tree: Tree): boolean {
  return subgraphs === Config.parse({}).subgraphs && usualConfig(tree) === undefined
}

/**
 * The same of a base, which may have no subgraph yet, or a schema that is no GraphQL. `more` are files that git does not
 * keep: what is in them is sent already.
 */
export function readWhatThereIs(tree: Tree, config: Config, more: readonly TextFile[] = []): Sources {
  const subgraphs = subgraphFiles(config.subgraphs, tree).map(({ name, files }) => read(name, files, tree))
  const files = operationFiles(tree, config)
  const { operations, unread } = operationsIn([
    ...files.map((file) => ({ file, text: tree.read(file) ?? '' })),
    ...more,
  ])
  const events = readEvents([config.events ?? []].flat(), tree)
  return {
    rev: tree.rev,
    ...(config.composition === 'guild' && { composedBy: config.composition }),
    subgraphs,
    operations,
    unread,
    contracts: contractsIn(tree, config, operations),
    ...(events !== undefined && {
      eventContracts: events,
      earlierContracts: earlierCatalogues(tree, config, events),
    }),
    read: (file) => tree.read(file),
  }
}

/** Those that can be read: what was no catalogue then promised nothing. */
function earlierCatalogues(tree: Tree, { events, eventsKeptForDays }: Config, now: EventCatalogue): EventCatalogue[] {
  const globs = [events ?? []].flat()
  const earlier = tree.earlier?.([...globs, ...documentsOf(now)], eventsKeptForDays) ?? []
  return earlier.flatMap((then) => {
    try {
      return readEvents(globs, then) ?? []
    } catch (error) {
      if (error instanceof UnusableSnapshot || error instanceof UnusableDocument) return []
      throw error
    }
  })
}

export function operationFiles(tree: Tree, config: Config): string[] {
  return [...new Set(operationGlobs(config).flatMap((glob) => tree.matching(glob)))]
}

/** What a contract answers, the whole answers too. */
export function operationGlobs({ operations, contracts }: Config): string[] {
  return [...operations, ...Object.values(contracts).flatMap((one) => one.operations ?? [])]
}

function contractsIn(tree: Tree, { contracts }: Config, operations: readonly OperationSource[]): Contract[] {
  return Object.entries(contracts).map(([name, { operations: globs, ...contract }]) => {
    const files = globs && new Set(globs.flatMap((glob) => tree.matching(glob)))
    return {
      name,
      ...contract,
      operations: files === undefined ? undefined : operations.filter(({ file }) => files.has(file)),
    }
  })
}

function read(name: string, files: readonly string[], tree: Tree): SubgraphSource {
  const texts = files.map((file) => tree.read(file) ?? '')
  const [first = ''] = files
  if (files.length === 1) return subgraphSource(name, first, texts[0] ?? '')
  let line = 1
  const parts = files.map((file, index) => {
    const part = { file, line }
    line += (texts[index] ?? '').split('\n').length
    return part
  })
  return subgraphSource(name, first, texts.join('\n'), parts)
}

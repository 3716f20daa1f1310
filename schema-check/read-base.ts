import { supergraphsIn, type Config } from './config.ts'
import type { Sources } from './finding.ts'
import { located } from './layout/located.ts'
import { BrokenConfig, findConfig, type FoundConfig } from './read-config.ts'
import { readWhatThereIs } from './sources.ts'
import { subgraphFiles } from './subgraph/subgraph-files.ts'
import type { Tree } from './trees.ts'
import type { TextFile } from './use/texts-in.ts'

/** By its own configuration: files may have moved with it. Undefined where there is no supergraph yet. */
export function readBase(
  tree: Tree,
  named: string | undefined,
  variant: string | undefined,
  { config, written }: Pick<FoundConfig, 'config' | 'written'>,
  more: readonly TextFile[],
): Sources | undefined {
  const own = ownConfig(tree, named)
  const same = own && variantOf(own.config, variant)
  // What the head has lost is only found where the base itself is looked through.
  const then = variantOf(located(written, tree), variant)
  const here = then === undefined || hasAll(config, then, tree) ? config : then
  const configs = own?.file === undefined ? [here, same] : [same, here]
  // Whichever does not say where events are: they may have gone with the word for it, or come before it.
  const events = configs.find((one) => one?.events !== undefined)?.events
  for (const each of configs) {
    const one = each && { ...each, events: each.events ?? events }
    const sources = one && readWhatThereIs(tree, one, more)
    if (sources !== undefined && sources.subgraphs.length > 0) return { ...sources, merged: true }
  }
  return undefined
}

function variantOf(config: Config, variant: string | undefined): Config | undefined {
  return supergraphsIn(config).find(([name]) => name === variant)?.[1]
}

function hasAll(one: Config, other: Config, tree: Tree): boolean {
  const [found, wanted] = [one, other].map(({ subgraphs }) =>
    subgraphFiles(subgraphs, tree).flatMap(({ files }) => files),
  )
  return new Set(wanted).isSubsetOf(new Set(found))
}

function ownConfig(tree: Tree, named: string | undefined): FoundConfig | undefined {
  try {
    return findConfig(tree, named)
  } catch (error) {
    if (error instanceof BrokenConfig) return undefined
    throw error
  }
}

import { posix } from 'node:path'
import { Config } from '../config.ts'
import { subgraphFiles } from '../subgraph/subgraph-files.ts'
import type { Tree } from '../trees.ts'
import { usualEvents } from './events-in.ts'
import { usualSubgraphs } from './subgraphs-in.ts'

const defaults = Config.parse({})

const APPROVALS = ['*/approvals.json', '*/supergraph-approvals.json']

/** The configuration, with what it does not name where others usually have it. */
export function located(config: Config, tree: Tree): Config {
  const isUsual = config.subgraphs === defaults.subgraphs && subgraphFiles(config.subgraphs, tree).length === 0
  return {
    ...config,
    subgraphs: (isUsual ? subgraphsOf(tree) : undefined) ?? config.subgraphs,
    events: config.events ?? usualEvents(tree),
    approvals:
      config.approvals === defaults.approvals && tree.read(config.approvals) === undefined
        ? (firstOf(APPROVALS, tree) ?? config.approvals)
        : posix.normalize(config.approvals),
  }
}

/** Looked for once in each tree: all GraphQL that is in it is read. */
const known = new WeakMap<Tree, ReturnType<typeof usualSubgraphs>>()

function subgraphsOf(tree: Tree): ReturnType<typeof usualSubgraphs> {
  if (!known.has(tree)) known.set(tree, usualSubgraphs(tree))
  return known.get(tree)
}

function firstOf(globs: readonly string[], tree: Tree): string | undefined {
  return globs.flatMap((glob) => tree.matching(glob))[0]
}

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { GraphQLError, parse, Source } from 'graphql'
import type { Config } from './config.ts'
import { readCatalogue } from './events/catalogue.ts'
import type { Sources } from './finding.ts'
import type { Git } from './git.ts'
import { operationsIn } from './stored-operations.ts'
import { subgraphSource } from './subgraph/subgraph-source.ts'

/** Something that has to be there is not; the message says what to do. */
export class MissingFile extends Error {
  override readonly name = 'MissingFile'
}

/** A schema that is no GraphQL; the message says where. */
export class BrokenSdl extends Error {
  override readonly name = 'BrokenSdl'
}

/** The files of one revision, wherever they are read from. */
export interface Tree {
  readonly rev: string
  /** All files that match, from the root, in order. */
  matching(glob: string): string[]
  read(file: string): string | undefined
}

export function workingTree(root: string): Tree {
  return {
    rev: 'working tree',
    matching: (glob) => globSync(glob, { cwd: root, exclude: ['**/node_modules/**'] }).sort(),
    read: (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined),
  }
}

/** Throws GitFailed when there is no such revision. `name` is what people call it. */
export function gitTree(git: Git, rev: string, name = rev): Tree {
  const commit = git.commit(rev)
  const short = commit.slice(0, 9)
  const files = git.files(commit)
  const known = new Map<string, string | undefined>()
  return {
    rev: name === rev && commit.startsWith(rev) ? short : `${name} (${short})`,
    matching: (glob) => files.filter((file) => matchesGlob(file, glob)),
    read: (file) => {
      if (!known.has(file)) known.set(file, git.read(commit, file))
      return known.get(file)
    },
  }
}

/** Throws MissingFile when there is no subgraph, BrokenSdl and UnusableSnapshot. */
export function readSources(tree: Tree, config: Config): Sources {
  const subgraphs = tree
    .matching(config.subgraphs)
    .map((file) =>
      subgraphSource(nameIn(file, config.subgraphs), file, readable(tree.read(file) ?? '', file, tree.rev)),
    )
  if (subgraphs.length === 0) {
    throw new MissingFile(
      `There is no ${config.subgraphs} in ${tree.rev}. Correct "subgraphs" in schema/check.config.json.`,
    )
  }
  const files = [...new Set(config.operations.flatMap((glob) => tree.matching(glob)))]
  const { operations, unread } = operationsIn(files.map((file) => ({ file, text: tree.read(file) ?? '' })))
  const events = tree.read(config.events)
  return {
    rev: tree.rev,
    subgraphs,
    operations,
    unread,
    ...(events !== undefined && { eventContracts: readCatalogue(events, `${config.events} in ${tree.rev}`) }),
    read: (file) => tree.read(file),
  }
}

function readable(sdl: string, file: string, rev: string): string {
  try {
    parse(new Source(sdl, file), { noLocation: true })
    return sdl
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const { line = 1, column = 1 } = error.locations?.[0] ?? {}
    throw new BrokenSdl(`${file}:${line}:${column} in ${rev}: ${error.message} Correct it there first.`, {
      cause: error,
    })
  }
}

/** What the star of the glob stands for. */
function nameIn(file: string, glob: string): string {
  const [before = '', after = ''] = glob.split('*')
  return file.slice(before.length, file.length - after.length)
}

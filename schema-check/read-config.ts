import { posix } from 'node:path'
import { z } from 'zod'
import { Config } from './config.ts'
import { located } from './layout/located.ts'
import type { Tree } from './trees.ts'

/** The configuration cannot be used; the message has one line per problem. */
export class BrokenConfig extends Error {
  override readonly name = 'BrokenConfig'
}

/** Where the configuration is looked for, the first that there is. */
const CONFIG_GLOBS = ['{,.}supergraph-check.json', '*/check.config.json'] as const

/** The file of the configuration where nobody names one. */
export function usualConfig(tree: Tree): string | undefined {
  return CONFIG_GLOBS.flatMap((glob) => tree.matching(glob))[0]
}

export interface FoundConfig {
  /** With what is not written where the revision has it. */
  readonly config: Config
  readonly written: Config
  readonly file: string | undefined
}

/** The configuration of a revision, and its file. Without one everything is where others usually have it. Throws BrokenConfig. */
export function findConfig(tree: Tree, named: string | undefined): FoundConfig {
  const file = named ?? usualConfig(tree)
  const text = file === undefined ? undefined : tree.read(file)
  const written = readConfig(text, file ?? '')
  return { config: located(written, tree), written, file: file && posix.normalize(file) }
}

/** Without a file everything is as usual. Throws BrokenConfig. */
export function readConfig(text: string | undefined, file: string): Config {
  if (text === undefined) return Config.parse({})
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new BrokenConfig(`${file} is no JSON: ${why}. Correct it, or remove it: then the defaults hold.`)
  }
  const parsed = Config.safeParse(withoutWhole(json))
  if (parsed.success) return parsed.data
  throw new BrokenConfig(`${file} cannot be used:\n${z.prettifyError({ issues: parsed.error.issues.map(ofItsKey) })}`)
}

/** Where variants are all that there is, nothing is looked for beside them. */
function withoutWhole(json: unknown): unknown {
  const isThat = typeof json === 'object' && json !== null && 'variants' in json && !('subgraphs' in json)
  return isThat ? { ...json, subgraphs: [] } : json
}

/** Of a name that may not stand there, what is wrong with it. */
function ofItsKey(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code === 'invalid_key') return { ...issue, message: issue.issues.map(({ message }) => message).join(', ') }
  if (issue.code !== 'unrecognized_keys' || issue.path.join('.') !== 'lint.rules') return issue
  const names = issue.keys.map((key) => JSON.stringify(key)).join(', ')
  return { ...issue, message: `There is no rule of style ${names}; supergraph-check --help rules lists them` }
}

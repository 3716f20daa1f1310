import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { applyingRules } from './applying-rules.ts'
import { BrokenApprovals } from './approvals.ts'
import { supergraphsIn, type Config } from './config.ts'
import { configurationChanges } from './configuration-changes.ts'
import { UnusableSnapshot } from './events/catalogue.ts'
import { UnusableDocument } from './events/documents.ts'
import { exitCodes } from './exit-codes.ts'
import { type Finding, finding } from './finding.ts'
import { Git, GitFailed } from './git.ts'
import { helpOn, similarRules, usage } from './help.ts'
import { init } from './init/init.ts'
import { keptReport } from './kept-reports.ts'
import { usualEvents } from './layout/events-in.ts'
import { besideThem } from './layout/subgraphs-in.ts'
import { UnusableCode, withLiveEvents } from './live-events.ts'
import { formats, isFormat, type Format } from './outputs/formats.ts'
import { plain, type Paint } from './outputs/text.ts'
import { visible, withoutCommands } from './outputs/visible.ts'
import { readBase } from './read-base.ts'
import { BrokenConfig, findConfig, readConfig, usualConfig } from './read-config.ts'
import { verdictOf, type Report } from './report.ts'
import { rules, type RuleId } from './rules.ts'
import { runChecks, type Compared } from './run-check.ts'
import { BrokenSdl, MissingFile, operationFiles, operationGlobs, readHead } from './sources.ts'
import { BrokenList, emptySubgraphs, listIn, subgraphFiles } from './subgraph/subgraph-files.ts'
import { gitTree, OutsideRepository, workingTree, type Tree } from './trees.ts'
import type { TextFile } from './use/texts-in.ts'

/** The arguments cannot be used; the message names what is wrong. */
class BadArguments extends Error {
  override readonly name = 'BadArguments'
}

interface Output {
  readonly format: Format
  /** Standard output when there is none. */
  readonly file?: string
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parsed(args)
  const root = values.root === undefined ? nearestRoot(process.cwd()) : resolve(values.root)
  if (values.help) return { kind: 'help', words: positionals, root } as const
  if (positionals.length === 1 && positionals[0] === 'init') {
    return { kind: 'init', root: resolve(values.root ?? '.') } as const
  }
  if (positionals[0] !== undefined) throw new BadArguments(`"${positionals[0]}" is not understood.`)
  const outputs = (values.format ?? ['text']).map(outputOf)
  if (outputs.filter(({ file }) => file === undefined).length > 1) {
    throw new BadArguments(
      'Only one --format can go to standard output; give the others files: --format sarif=check.sarif',
    )
  }
  const { base, head, config } = values
  return { kind: 'check', base, head, config: config && fromRoot(config, root), root, outputs } as const
}

/** The nearest folder, from where the command was called upwards, that has a configuration; else that folder itself. */
function nearestRoot(folder: string): string {
  for (let one = folder; ; one = dirname(one)) {
    if (usualConfig(workingTree(one)) !== undefined) return one
    if (one === dirname(one) || existsSync(join(one, '.git'))) return folder
  }
}

/** A file that somebody named from where the command was called, or from the root. */
function fromRoot(file: string, root: string): string {
  return existsSync(resolve(file)) ? relative(root, resolve(file)) : file
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        base: { type: 'string' },
        head: { type: 'string' },
        format: { type: 'string', multiple: true },
        config: { type: 'string' },
        root: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function outputOf(given: string): Output {
  const [name = '', ...rest] = given.split('=')
  const file = rest.join('=')
  if (!isFormat(name)) throw new BadArguments(`--format is "${name}"; expected ${Object.keys(formats).join(', ')}`)
  if (given.includes('=') && file === '') throw new BadArguments(`--format ${name}= names no file`)
  return file === '' ? { format: name } : { format: name, file }
}

function explanation(words: readonly string[], root: string): string {
  if (words.length > 1) throw new BadArguments('--help takes one rule at a time.')
  const [word] = words
  const text = helpOn(word, () => rulesHere(root))
  if (text === undefined) {
    const similar = similarRules(word ?? '')
    const hint = similar.length === 0 ? '--help rules lists them all' : `did you mean ${similar.join(', ')}?`
    throw new BadArguments(`There is no rule "${word}"; ${hint}`)
  }
  return `${text}\n`
}

/** Those that can be told in a folder, as it is configured; all, where its configuration cannot be read. */
function rulesHere(root: string): RuleId[] {
  try {
    const tree = workingTree(root)
    const file = usualConfig(tree)
    const config = readConfig(file && tree.read(file), file ?? '')
    const configs = supergraphsIn({ ...config, events: config.events ?? usualEvents(tree) })
    return applyingRules(configs.map(([, one]) => one))
  } catch (error) {
    if (error instanceof BrokenConfig) return Object.keys(rules) as RuleId[]
    throw error
  }
}

type Request = Extract<ReturnType<typeof readArguments>, { kind: 'check' }>

async function report({ root, base, head: headRev, config: named }: Request): Promise<Report> {
  if (!existsSync(root)) throw new MissingFile(`There is no folder ${root}. Correct --root.`)
  const git = new Git(root)
  const tree = headRev === undefined ? workingTree(root) : gitTree(git, headRev)
  if (named !== undefined && tree.read(named) === undefined) {
    throw new MissingFile(`There is no ${named} in ${tree.rev}. Correct --config.`)
  }
  const found = findConfig(tree, named)
  const { config, written, file = '' } = found
  if (config.eventModule !== undefined && tree.read(config.eventModule) === undefined) {
    const where = `so nobody knows what is published. Correct "eventModule" in ${file}`
    throw new MissingFile(`There is no ${config.eventModule} in ${tree.rev}, ${where}.`)
  }
  const baseTree = base === undefined ? treeWhereLeft(git, headRev ?? 'HEAD') : gitTree(git, base)
  const today = new Date().toISOString().slice(0, 10)
  const stale = base === undefined ? undefined : git.newerBase(base, headRev ?? 'HEAD')
  const [first, ...others] = supergraphsIn(config).map(([variant, own]): Compared => {
    const sources = readHead(tree, own)
    if (headRev === undefined) refuseIgnored(git, tree, own)
    const ignored = headRev === undefined ? ignoredFiles(git, tree, own) : []
    const before = readBase(baseTree, named, variant, { config: own, written }, ignored)
    const also = [...(before === undefined ? [emptyBase(baseTree.rev)] : []), ...emptyGlobs(tree, own, named)]
    return { variant, base: before, head: sources, config: own, also }
  })
  if (first === undefined) throw new MissingFile('There is no supergraph in the configuration.')
  const live = headRev === undefined ? await withLiveEvents(first.head, config, root) : undefined
  const also = [
    ...(live?.findings ?? []),
    ...(stale === undefined ? [] : [staleBase(baseTree.rev, stale)]),
    ...configurationChanges(baseTree, named, found),
    ...(first.also ?? []),
    ...unlisted(tree, config),
  ]
  const all = [{ ...first, head: live?.head ?? first.head, also }, ...others] as const
  const prefix = git.prefix()
  const isUsual = named === undefined || posix.normalize(named) === usualConfig(tree)
  const project = posix.join(prefix, isUsual ? '' : named).replace(/^\.$|\/$/, '')
  return keptReport(git.ownFolder('supergraph-check'), all, { today, prefix, project }, runChecks)
}

/** Throws GitFailed. */
function treeWhereLeft(git: Git, head: string): Tree {
  const { commit, trunk } = git.leftTrunk(head)
  return gitTree(git, commit, `merge base with ${trunk}`)
}

/** Manifests that are generated and not kept: what is in them is deployed all the same. */
function ignoredFiles(git: Git, tree: Tree, config: Config): TextFile[] {
  return git.ignored(operationFiles(tree, config)).map((file) => ({ file, text: tree.read(file) ?? '' }))
}

/** Throws MissingFile: what no revision has can be compared with none, and any change of it would pass. */
function refuseIgnored(git: Git, tree: Tree, { subgraphs }: Config): void {
  const files = subgraphFiles(subgraphs, tree).flatMap((one) => one.files.map((file) => tree.real(file)))
  const [ignored] = git.ignored(files)
  if (ignored === undefined) return
  throw new MissingFile(
    `git ignores ${ignored}, the schema of a subgraph, so there is no base of it and every change of it would pass. Keep it in git, or take it out of "subgraphs" in the configuration.`,
  )
}

function emptyBase(rev: string): Finding {
  return finding('base-empty', `${rev} has no subgraph yet, so the head was checked by itself`, { coordinate: 'base' })
}

/** What somebody wrote, and what another tool's list names; the usual ones need not match. */
function emptyGlobs(tree: Tree, config: Config, named: string | undefined): Finding[] {
  const { file } = findConfig(tree, named)
  const text = (file === undefined ? undefined : tree.read(file)) ?? ''
  const unmatched = (globs: readonly string[]) => globs.filter((glob) => tree.matching(glob).length === 0)
  const isWritten = (key: string) => text.includes(`"${key}"`)
  const { subgraphs, events = [], approvals } = config
  const list = listIn(subgraphs)
  const location = { file: file ?? list ?? '', line: 1, column: 1 }
  const tell = (rule: RuleId, globs: readonly string[], what: string) =>
    globs.map((glob) =>
      finding(rule, `"${glob}" matches no file, so no ${what} is read there`, { coordinate: glob, location }),
    )
  const isSaid = isWritten('subgraphs') || list !== undefined
  return [
    ...(isSaid ? tell('subgraphs-missing', emptySubgraphs(subgraphs, tree), 'subgraph') : []),
    ...(isWritten('operations') ? tell('operations-missing', unmatched(operationGlobs(config)), 'operation') : []),
    ...(isWritten('events') ? tell('events-missing', unmatched([events].flat()), 'event') : []),
    ...(isWritten('approvals') ? tell('approvals-missing', unmatched([approvals]), 'approval') : []),
  ]
}

/** What looks like a subgraph and is none in any of the supergraphs. */
function unlisted(tree: Tree, config: Config): Finding[] {
  const configs = supergraphsIn(config).map(([, own]) => own)
  const listed = configs.flatMap(({ subgraphs }) => subgraphFiles(subgraphs, tree).flatMap(({ files }) => files))
  const others = new Set(configs.flatMap((own) => operationFiles(tree, own)))
  return besideThem(listed, tree).flatMap((file) => {
    const message = `${file} looks like the schema of a subgraph, and nothing in "subgraphs" names it`
    const location = { file, line: 1, column: 1 }
    return others.has(file) ? [] : [finding('subgraph-unlisted', message, { coordinate: file, location })]
  })
}

function staleBase(base: string, newer: string): Finding {
  const better = newer.slice(0, 9)
  const message = `the base ${base} is older than ${better}, which the head was made from: what others changed in between is told as well`
  return finding('base-stale', `${message}; --base ${better} leaves it out`, { coordinate: 'base' })
}

function write(result: Report, { format, file }: Output, { out, paint }: Streams): void {
  const text = formats[format](result, file === undefined ? paint : plain)
  if (file === undefined) return out(text)
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    throw new UnwritableFile(`${file} cannot be written: ${String(error)}. Correct --format ${format}=.`)
  }
}

/** A report has no place; the message says why. */
class UnwritableFile extends Error {
  override readonly name = 'UnwritableFile'
}

/** Where a command says what it has to say. */
export interface Streams {
  out(text: string): void
  error(text: string): void
  readonly paint: Paint
}

/** What `args` ask for, done. The exit code; it never throws. */
export async function runCommand(args: readonly string[], streams: Streams): Promise<number> {
  try {
    const request = readArguments(args)
    if (request.kind === 'help') {
      streams.out(explanation(request.words, request.root))
      return exitCodes.fine
    }
    if (request.kind === 'init') {
      streams.out(withoutCommands(visible(init(request.root))))
      return exitCodes.fine
    }
    const result = await report(request)
    for (const output of request.outputs) write(result, output, streams)
    return verdictOf(result) === 'failed' ? exitCodes.failed : exitCodes.fine
  } catch (error) {
    return reportFailure(error, streams)
  }
}

const expected = [
  UnwritableFile,
  GitFailed,
  MissingFile,
  BrokenSdl,
  BrokenList,
  BrokenConfig,
  BrokenApprovals,
  UnusableSnapshot,
  UnusableDocument,
  UnusableCode,
  OutsideRepository,
]

function reportFailure(error: unknown, streams: Streams): number {
  if (error instanceof BadArguments) {
    streams.error(`${withoutCommands(visible(error.message))}\n\n${usage}\n`)
    return exitCodes.badArguments
  }
  const isExpected = expected.some((kind) => error instanceof kind)
  const text = error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error)
  streams.error(`${withoutCommands(visible(text))}\n`)
  return exitCodes.couldNotRun
}

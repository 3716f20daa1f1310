import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../config.ts'
import { Git } from '../git.ts'
import { eventFolders } from '../layout/events-in.ts'
import { located } from '../layout/located.ts'
import { usualOperations } from '../layout/operations-in.ts'
import { readConfig, usualConfig } from '../read-config.ts'
import { MissingFile, readSources } from '../sources.ts'
import { supergraphOf } from '../supergraph.ts'
import { workingTree, type Tree } from '../trees.ts'
import { placeOf, workflowFor } from './workflow.ts'

const CONFIG = 'supergraph-check.json'

/**
 * Writes a configuration for a folder as it is, and a workflow where the repository is GitHub's. What is there already
 * stays as it is. Says what it found and did. Throws MissingFile where nothing looks like a subgraph.
 */
export function init(root: string): string {
  const tree = workingTree(root)
  const lines: string[] = []
  const kept = usualConfig(tree)
  const config = kept === undefined ? writeConfig(root, tree, lines) : readConfig(tree.read(kept), kept)
  if (kept !== undefined) lines.push(`${kept} is there already, and stays as it is`)
  writeWorkflow(root, lines)
  return [...lines, ...whatThereIs(tree, config), ''].join('\n')
}

function writeConfig(root: string, tree: Tree, lines: string[]): Config {
  const found = located(readConfig(undefined, CONFIG), tree)
  // It says which subgraphs there are, or throws.
  readSources(tree, { ...found, operations: [], events: undefined })
  const operations = usualOperations(tree)
  const events = found.events ?? eventFolders(tree)
  const written = {
    $schema: './node_modules/supergraph-check/config.schema.json',
    subgraphs: found.subgraphs,
    operations,
    ...(events !== undefined && { events }),
    ...(tree.read(found.approvals) !== undefined && { approvals: found.approvals }),
    router: hasGateway(tree) ? '@apollo/gateway' : 'other',
  }
  const text = `${JSON.stringify(written, null, 2)}\n`
  writeFileSync(join(root, CONFIG), text)
  lines.push(`${CONFIG} is written`)
  if (operations.length === 0) {
    lines.push(
      'no stored operation was found: say in "operations" where applications keep them, or every break counts as one of somebody',
    )
  }
  return readConfig(text, CONFIG)
}

function hasGateway(tree: Tree): boolean {
  return ['package.json', '*/package.json', '*/*/package.json']
    .flatMap((glob) => tree.matching(glob))
    .some((file) => tree.read(file)?.includes('"@apollo/gateway"'))
}

function writeWorkflow(root: string, lines: string[]): void {
  const prefix = new Git(root).prefix().replace(/\/$/, '')
  const top = prefix === '' ? root : join(root, ...prefix.split('/').map(() => '..'))
  if (!existsSync(join(top, '.git'))) {
    lines.push('this is no git repository yet: the base of a change is read from git')
    return
  }
  const usual = '.github/workflows/supergraph-check.yml'
  const file = isOfAnother(join(top, usual), prefix)
    ? usual.replace('.yml', `-${prefix.replaceAll(/[^\w.]+/g, '-')}.yml`)
    : usual
  if (existsSync(join(top, file))) {
    lines.push(`${file} is there already, and stays as it is`)
    return
  }
  mkdirSync(dirname(join(top, file)), { recursive: true })
  writeFileSync(
    join(top, file),
    workflowFor(prefix, (name) => existsSync(join(root, name)) || existsSync(join(top, name))),
  )
  lines.push(`${file} is written: annotations, a comment and SARIF on every pull request`)
}

/** Whether a workflow is there, and checks another folder of the repository. */
function isOfAnother(workflow: string, folder: string): boolean {
  return folder !== '' && existsSync(workflow) && !readFileSync(workflow, 'utf8').includes(placeOf(folder))
}

function whatThereIs(tree: Tree, config: Config): string[] {
  try {
    const sources = readSources(tree, config)
    const { subgraphs, operations, unread, eventContracts } = sources
    const composes = supergraphOf(sources) !== undefined
    return [
      `subgraphs: ${subgraphs.map(({ name }) => name).join(', ')}; they ${composes ? 'compose' : 'do not compose yet'}`,
      `operations: ${operations.length}; event types: ${eventContracts?.events.length ?? 0}`,
      ...unread.map(({ file, line, why }) => `${file}:${line} is not checked: ${why}`),
      'try it: npx supergraph-check',
    ]
  } catch (error) {
    if (error instanceof MissingFile) return [error.message]
    throw error
  }
}

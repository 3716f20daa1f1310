import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { print } from 'graphql'
import { readOperations, type ClientOperation } from '@ebook/schema/operations'
import { problemsOf } from '../schema-check/use/problems.ts'
import { sha256, type Manifest } from './documents/trusted-documents.ts'
import { readSupergraph } from './federation/supergraph.ts'
import { Planner } from './planning/planner.ts'
import { messageOf } from './planning/unsafe-supergraph.ts'
import { runCommand } from './run-command.ts'

const schemaFolder = fileURLToPath(new URL('../schema/', import.meta.url))

export interface Trust {
  readonly manifest: Manifest
  /** Operations that the supergraph cannot answer yet, each with the reason. They are not trusted. */
  readonly leftOut: readonly string[]
}

/** The manifest of the operations that applications are built with. */
export async function trustOperations(operations: readonly ClientOperation[], supergraphFile: string): Promise<Trust> {
  const planner = new Planner(await readSupergraph(supergraphFile))
  planner.refuseUnreachable()
  const manifest: Record<string, string> = {}
  const leftOut: string[] = []
  for (const operation of operations) {
    const problem = problemOf(planner, operation)
    if (problem === undefined) manifest[sha256(print(operation.document))] = print(operation.document)
    else leftOut.push(`${operation.name}: ${problem}`)
  }
  return { manifest, leftOut }
}

/** Why it cannot be trusted: the supergraph does not know what it asks for, or no plan answers it. */
function problemOf(planner: Planner, { document, name }: ClientOperation): string | undefined {
  const [problem] = problemsOf(planner.schema, document)
  if (problem !== undefined) return problem.split(' Did you mean ', 1)[0]
  try {
    planner.honestPlan(document, name)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

const usage = `Usage: npm run trust

Writes schema/trusted-documents.json: the stored operations (schema/operations) that the supergraph can answer. A router in
production accepts these and no others. What is left out is named, with the reason.`

async function main(): Promise<void> {
  const { manifest, leftOut } = await trustOperations(readOperations(), `${schemaFolder}supergraph.graphql`)
  await writeFile(`${schemaFolder}trusted-documents.json`, printManifest(manifest))
  process.stdout.write(`${Object.keys(manifest).length} operations are trusted\n`)
  for (const operation of leftOut) process.stdout.write(`left out, not in the supergraph: ${operation}\n`)
}

if (import.meta.main) await runCommand(usage, main)

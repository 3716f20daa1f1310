import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { print } from 'graphql'
import { readOperations, type ClientOperation } from '@ebook/schema/operations'
import { problemsOf } from '../schema-check/use/problems.ts'
import { sha256, type Manifest } from './documents/trusted-documents.ts'
import { Planner } from './federation/planner.ts'
import { readSupergraph } from './federation/supergraph.ts'

const schemaFolder = fileURLToPath(new URL('../schema/', import.meta.url))

export interface Trust {
  readonly manifest: Manifest
  /** Operations that the supergraph cannot answer yet, each with the reason. They are not trusted. */
  readonly leftOut: readonly string[]
}

/** The manifest of the operations that applications are built with. */
export async function trustOperations(operations: readonly ClientOperation[], supergraphFile: string): Promise<Trust> {
  const schema = new Planner(await readSupergraph(supergraphFile)).apiSchema
  const manifest: Record<string, string> = {}
  const leftOut: string[] = []
  for (const operation of operations) {
    const problem = problemsOf(schema, operation.document)[0]?.split(' Did you mean ', 1)[0]
    if (problem === undefined) manifest[sha256(print(operation.document))] = print(operation.document)
    else leftOut.push(`${operation.name}: ${problem}`)
  }
  return { manifest, leftOut }
}

export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

if (import.meta.main) {
  const { manifest, leftOut } = await trustOperations(readOperations(), `${schemaFolder}supergraph.graphql`)
  await writeFile(`${schemaFolder}trusted-documents.json`, printManifest(manifest))
  process.stdout.write(`${Object.keys(manifest).length} operations are trusted\n`)
  for (const operation of leftOut) process.stdout.write(`left out, not in the supergraph: ${operation}\n`)
}

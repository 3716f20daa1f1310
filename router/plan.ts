import { writeFile } from 'node:fs/promises'
import { readFilesConfig } from './config.ts'
import { readTrustedDocuments } from './documents/trusted-documents.ts'
import { readSupergraph } from './federation/supergraph.ts'
import { plannedSupergraph } from './planning/planned-supergraph.ts'
import { Planner } from './planning/planner.ts'
import { runCommand } from './run-command.ts'

const usage = `Usage: npm run plans

Writes QUERY_PLANS_FILE: the query plans of TRUSTED_DOCUMENTS_FILE under SUPERGRAPH_FILE. A router that finds them there
starts at once; one that finds none, or those of something else, makes them itself.`

async function main(): Promise<void> {
  const { SUPERGRAPH_FILE, TRUSTED_DOCUMENTS_FILE, QUERY_PLANS_FILE } = readFilesConfig()
  const supergraphSdl = await readSupergraph(SUPERGRAPH_FILE)
  const documents = [...(await readTrustedDocuments(TRUSTED_DOCUMENTS_FILE)).all()]
  await writeFile(QUERY_PLANS_FILE, plannedSupergraph(new Planner(supergraphSdl), { supergraphSdl, documents }))
  process.stdout.write(`${documents.length} plans are in ${QUERY_PLANS_FILE}\n`)
}

await runCommand(usage, main)

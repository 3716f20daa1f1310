import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { CHECKOUT } from '@ebook/processes/checkout'
import { run } from '@ebook/processes/run'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'

const SCRIPTS = ['router/main.ts', 'stack/issuer.ts', ...SUBGRAPHS.map((name) => `subgraphs/${name}/main.ts`)]

/**
 * What tests start again and again starts at half the cost: every process of ours is one file instead of a thousand small
 * ones, and the router finds its plans, as in the image. The night starts them from their sources.
 */
export default async function setup(): Promise<() => Promise<void>> {
  // Another project of this run has made it.
  if (process.env['EBOOK_BUNDLES'] !== undefined) return async () => undefined
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-quick-starts-'))
  process.env['EBOOK_BUNDLES'] = folder
  process.env['QUERY_PLANS_FILE'] = resolve(folder, 'query-plans.jsonl')
  await Promise.all([run(process.execPath, [resolve(CHECKOUT, 'router/plan.ts')]), bundleInto(folder)])
  return () => rm(folder, { recursive: true, force: true })
}

async function bundleInto(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: CHECKOUT,
    input: Object.fromEntries(SCRIPTS.map((script) => [script, script])),
    platform: 'node',
    // It would warn of what packages do.
    logLevel: 'silent',
    plugins: [{ name: 'modules-stay-in-their-places', transform: inPlace }],
  })
  await bundle.write({ dir: folder, entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' })
  await bundle.close()
}

/** What a module reads beside itself is beside the file that it was. */
function inPlace(code: string, file: string): string {
  const literal = (text: string) => JSON.stringify(text)
  return code
    .replaceAll(/\bimport\.meta\.url\b/g, literal(pathToFileURL(file).href))
    .replaceAll(/\bimport\.meta\.dirname\b|\b__dirname\b/g, literal(dirname(file)))
    .replaceAll(/\bimport\.meta\.filename\b|\b__filename\b/g, literal(file))
}

import type { Tree } from '../trees.ts'

const MADE = /(^|\/)(node_modules|dist|build|out|coverage|\.[^/]+)\//
const CATALOGUES = ['events.json', '*/events.json']
const ASYNCAPI = '{,*/,*/*/}{,*.}asyncapi.{yaml,yml,json}'
const FOLDER = /(^|\/)(events|avro)\//

/** A catalogue, or all AsyncAPI documents that there are. */
export function usualEvents(tree: Tree): string | string[] | undefined {
  const [catalogue] = CATALOGUES.flatMap((glob) => tree.matching(glob))
  if (catalogue !== undefined) return catalogue
  const documents = tree.matching(ASYNCAPI).filter((file) => !MADE.test(file))
  return documents.length > 1 ? documents : documents[0]
}

/** Folders called events in which schemas stand, of which each is one event, and those of Avro; what else is there is left out. */
export function eventFolders(tree: Tree): string[] | undefined {
  const files = tree.matching('**/{events,avro}/**/*.{json,avsc}').filter((file) => !MADE.test(file))
  const schemas = files.filter(
    (file) => file.endsWith('.avsc') || /"\$schema"\s*:\s*"https?:\/\/json-schema\.org\//.test(tree.read(file) ?? ''),
  )
  const folderOf = (file: string) => file.slice(0, file.search(FOLDER)) + (FOLDER.exec(file)?.[0] ?? '')
  const found = [...Map.groupBy(schemas, folderOf)].flatMap(([folder, own]) => {
    const isAll = files.filter((file) => folderOf(file) === folder).length === own.length
    const forms = ['json', 'avsc'].filter((form) => own.some((file) => file.endsWith(`.${form}`)))
    return isAll ? [`${folder}**/*.${forms.length > 1 ? `{${forms.join()}}` : forms.join()}`] : own
  })
  return found.length === 0 ? undefined : found
}

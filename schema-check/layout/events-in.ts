import type { Tree } from '../trees.ts'

const MADE = /(^|\/)(node_modules|dist|build|out|coverage|\.[^/]+)\//

/** Folders called events in which JSON Schemas stand, of which each is one event; what else is there is left out. */
export function usualEvents(tree: Tree): string[] | undefined {
  const files = tree.matching('**/events/**/*.json').filter((file) => !MADE.test(file))
  const schemas = files.filter((file) => /"\$schema"\s*:\s*"https?:\/\/json-schema\.org\//.test(tree.read(file) ?? ''))
  const folderOf = (file: string) => file.slice(0, `/${file}`.indexOf('/events/') + '/events/'.length - 1)
  const found = [...Map.groupBy(schemas, folderOf)].flatMap(([folder, own]) => {
    const isAll = files.filter((file) => folderOf(file) === folder).length === own.length
    return isAll ? [`${folder}**/*.json`] : own
  })
  return found.length === 0 ? undefined : found
}

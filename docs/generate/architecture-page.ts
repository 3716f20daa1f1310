import { commandTable, eventTable, hexagons, type Catalogue } from './architecture-tables.ts'
import { read } from './sources.ts'

const parts: Readonly<Record<string, (catalogue: Catalogue) => string>> = {
  hexagons,
  commands: commandTable,
  events: eventTable,
}

/** docs/architecture.md as it stands, with what is generated in it as it should be. */
export function architecturePage(catalogue: Catalogue): string {
  return Object.entries(parts).reduce((page, [name, make]) => {
    const [before, rest] = page.split(`<!-- generated: ${name} -->\n`)
    const after = rest?.split('<!-- end -->')
    if (before === undefined || after === undefined) throw new Error(`docs/architecture.md has no place for ${name}`)
    return `${before}<!-- generated: ${name} -->\n${make(catalogue)}\n<!-- end -->${after.slice(1).join('<!-- end -->')}`
  }, read('docs/architecture.md'))
}

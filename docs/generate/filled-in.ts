import { read } from './sources.ts'

/** A page as it stands, with each part of it that is generated as it should be. */
export function filledIn(file: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((page, [name, content]) => {
    const [before, rest] = page.split(`<!-- generated: ${name} -->\n`)
    const after = rest?.split('<!-- end -->')
    if (before === undefined || after === undefined) throw new Error(`${file} has no place for ${name}`)
    return `${before}<!-- generated: ${name} -->\n${content}\n<!-- end -->${after.slice(1).join('<!-- end -->')}`
  }, read(file))
}

import { readFileSync } from 'node:fs'

const page = readFileSync(new URL('../docs/live-subscriptions.md', import.meta.url), 'utf8')

/** The code of docs/live-subscriptions.md under this heading. */
export function documented(language: string): string {
  const found = page.split('```').find((part) => part.startsWith(`${language}\n`))
  if (found === undefined) throw new Error(`the page has no ${language}`)
  return found.slice(language.length + 1)
}

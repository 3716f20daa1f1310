import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { CHECKOUT } from '@ebook/processes/checkout'

/** From a folder to those that it imports from, types included, each with an import that shows it. */
type Folders = Map<string, Map<string, string>>

// Tests stand on everything; what is generated is typed by those who use it.
const PASSED_OVER = /\.test\.tsx?$|\/testing\/|\/generated\/|\.d\.ts$/

const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs'], { cwd: CHECKOUT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !PASSED_OVER.test(file) && existsSync(resolve(CHECKOUT, file)))
const homes = execFileSync('git', ['ls-files', '*/package.json'], { cwd: CHECKOUT, encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((file) => [nameIn(file), dirname(file)] as const)

function nameIn(file: string): string {
  return (JSON.parse(readFileSync(resolve(CHECKOUT, file), 'utf8')) as { name: string }).name
}

function resolved(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(from), specifier)
  const home = homes.find(([name]) => specifier.startsWith(`${name}/`))
  return home && join(home[1], specifier.slice(home[0].length + 1))
}

/** The folders inside each folder, as they import from each other; inside `` are those at the top. */
function insides(): Map<string, Folders> {
  const found = new Map<string, Folders>()
  for (const from of files) {
    const { importedFiles } = ts.preProcessFile(readFileSync(resolve(CHECKOUT, from), 'utf8'), true)
    for (const { fileName } of importedFiles) {
      const to = resolved(from, fileName)
      if (to === undefined || /\/generated\//.test(to)) continue
      const [here, there] = [dirname(from).split('/'), dirname(to).split('/')]
      const common = here.findIndex((part, index) => part !== there[index])
      const [ours, theirs] = [here[common], there[common]]
      if (ours === undefined || theirs === undefined) continue
      const inside = here.slice(0, common).join('/')
      const folders = found.get(inside) ?? new Map<string, Map<string, string>>()
      const uses = folders.get(ours) ?? new Map<string, string>()
      found.set(inside, folders.set(ours, uses.set(theirs, `${from} → ${to}`)))
    }
  }
  return found
}

/** The imports that lead from a folder back to itself, one chain for each folder that has one. */
function circlesIn(folders: Folders): string[][] {
  return [...folders.keys()].flatMap((start) => {
    const seen = new Set<string>()
    const follow = (folder: string): string[] | undefined => {
      for (const [next, shown] of folders.get(folder) ?? []) {
        if (next === start) return [shown]
        if (seen.has(next)) continue
        seen.add(next)
        const rest = follow(next)
        if (rest) return [shown, ...rest]
      }
      return undefined
    }
    const circle = follow(start)
    return circle ? [circle] : []
  })
}

test('a circle between folders is found', () => {
  const folders = new Map([
    ['a', new Map([['b', 'a/x → b/y']])],
    ['b', new Map([['c', 'b/y → c/z']])],
    ['c', new Map([['b', 'c/z → b/x']])],
  ])
  expect(circlesIn(folders)).toEqual([
    ['b/y → c/z', 'c/z → b/x'],
    ['c/z → b/x', 'b/y → c/z'],
  ])
})

test('folders import one way: at the top, and inside each other', () => {
  const all = [...insides()]
  expect(all.length).toBeGreaterThan(4)
  const circles = all.flatMap(([, folders]) => circlesIn(folders))
  expect(circles).toEqual([])
})

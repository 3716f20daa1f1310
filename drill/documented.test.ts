import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faults } from './faults/table.ts'
import { mutants } from './mutants/table.ts'

const page = readFileSync(new URL('../docs/drill.md', import.meta.url), 'utf8')
const rowsUnder = (heading: string) =>
  (page.split(`\n## ${heading}\n`)[1] ?? '')
    .split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `') && !line.startsWith('| `--'))

test('docs/drill.md lists every fault as it is', () => {
  expect(rowsUnder('Faults')).toEqual(faults.map(({ name, what }) => `| \`${name}\` | ${what} |`))
})

test('docs/drill.md lists every bug as it is', () => {
  expect(rowsUnder('Bugs')).toEqual(
    mutants.map(
      ({ name, what, without = '', drill, script }) =>
        `| \`${name}\` | ${what} | ${without} | ${drill?.caughtBy.join(', ') ?? ''} | ${script ? 'yes' : ''} |`,
    ),
  )
})

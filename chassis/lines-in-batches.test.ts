import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { linesInBatches } from './lines-in-batches.ts'

const line = (n: number) => `${JSON.stringify({ n })}\n`

test('lines that come together are written together, in their order and within bounds', async () => {
  const written: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const out = linesInBatches({
    write(lines) {
      written.push(lines)
      if (lines.includes('"last"')) resolve()
    },
  })
  for (let n = 0; n < 5_000; n += 1) out.write(line(n))
  out.write('"last"\n')
  await promise
  expect(written.join('')).toBe(`${Array.from({ length: 5_000 }, (_, n) => line(n)).join('')}"last"\n`)
  expect(written.length).toBeLessThan(10)
})

test.each([
  ['exits', 'process.exit(0)'],
  ['ends by itself', ''],
  ['fails', "process.on('uncaughtException', () => process.exit(0)); throw new Error('a mistake')"],
])('none is lost when a process %s', async (_how, end) => {
  const source = new URL('./lines-in-batches.ts', import.meta.url).href
  const script = `import { linesInBatches } from ${JSON.stringify(source)}
    const out = linesInBatches()
    for (let n = 0; n < 1_000; n += 1) out.write(n + '\\n')
    ${end}`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(stdout).toBe(Array.from({ length: 1_000 }, (_, n) => `${n}\n`).join(''))
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const LIST = join(import.meta.dirname, 'subgraphs.ts')

// The whole repository, as `npm run check` sees it, with one file read otherwise: that takes minutes.
test('one more writing subgraph is one more entry of the list: nothing outside of its folder fails its types', () => {
  const list = readFileSync(LIST, 'utf8')
  const entry = "\n  loyalty: { port: 4099, owns: ['Loyalty'], hears: ['payment'] },"
  const longer = list.replace(/^const writing = \{$/m, (line) => line + entry)
  expect(longer).not.toBe(list)
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown
  }
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT)
  const host = ts.createCompilerHost(options)
  const read = host.readFile
  host.readFile = (path) => (path === LIST ? longer : read(path))
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path)
    return text === undefined ? undefined : ts.createSourceFile(path, text, version)
  }
  const program = ts.createProgram(fileNames, options, host)
  expect(program.getSourceFile(LIST)?.text).toBe(longer)
  const told = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
  expect(told).toEqual([])
})

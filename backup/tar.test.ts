import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { BadArchive, readTar } from './tar.ts'

async function entriesOf(bytes: Buffer, chunk: number) {
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  })()
  const found: [string, string, string][] = []
  for await (const { name, kind, content } of readTar(chunks)) {
    const parts: Buffer[] = []
    for await (const part of content()) parts.push(part)
    found.push([name, kind, Buffer.concat(parts).toString('utf8')])
  }
  return found
}

test('what tar has packed is read in whatever pieces it comes, and its end before its time is told', async () => {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-tar-'))
  try {
    const deep = `base/${'d'.repeat(60)}/${'e'.repeat(60)}`
    await mkdir(resolve(folder, 'in', deep), { recursive: true })
    const files: [string, string][] = [
      ['empty', ''],
      ['exact', 'x'.repeat(512)],
      ['long', 'y'.repeat(1_300)],
      [`${deep}/file`, 'z'],
    ]
    for (const [name, text] of files) await writeFile(resolve(folder, 'in', name), text)
    const names = ['base', ...files.map(([name]) => name).filter((name) => !name.startsWith('base'))]
    const archive = resolve(folder, 'a.tar')
    await promisify(execFile)('tar', ['--format=ustar', '-cf', archive, '-C', resolve(folder, 'in'), ...names])
    const packed = await readFile(resolve(folder, 'a.tar'))
    for (const chunk of [1, 7, 512, 100_000]) {
      const found = await entriesOf(packed, chunk)
      expect(found[0]).toEqual(['base', 'folder', ''])
      expect(found.filter(([, kind]) => kind === 'file').toSorted()).toEqual(
        files.map(([name, text]) => [name, 'file', text]).toSorted(),
      )
    }
    const cut = packed.indexOf('y'.repeat(100)) + 200
    await expect(entriesOf(packed.subarray(0, cut), 512)).rejects.toThrow(BadArchive)
  } finally {
    await rm(folder, { recursive: true })
  }
})

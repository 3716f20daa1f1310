import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { argvOf, dyingWithParent, NoUnprivilegedUser, unprivileged } from './launch.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(resolve(tmpdir(), 'ebook-launch-'))
  await mkdir(resolve(folder, 'data'))
  await copyFile('/bin/sh', resolve(folder, 'program'))
  await chmod(folder, 0o700)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function output(file: string, args: string[]): Promise<string> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (data) => (text += String(data)))
  await once(child, 'close')
  return text.trim()
}

test('whoever is not root, or is no longer, runs a program under a folder that only its owner may enter', async () => {
  const program = resolve(folder, 'program')
  const { by } = await unprivileged([program, resolve(folder, 'data')])
  const command = await dyingWithParent(
    { by, file: program, args: ['-c', 'id -u; test -x "$0" && echo reached', program] },
    'INT',
  )
  const [file, ...args] = argvOf(command)
  const [uid, reached] = (await output(file, args)).split('\n')
  expect(uid).not.toBe('0')
  expect(reached).toBe('reached')
})

test('what cannot be reached is named, to root', async () => {
  const nowhere = resolve(folder, 'nowhere')
  const outcome = await unprivileged([nowhere]).catch((error: unknown) => error)
  if (process.getuid?.() === 0) {
    expect(outcome).toBeInstanceOf(NoUnprivilegedUser)
    expect(String(outcome)).toContain(nowhere)
  } else {
    expect(outcome).toEqual({ owner: undefined, by: [] })
  }
})

test('what something is run by comes before it, in order', () => {
  expect(argvOf({ by: ['setpriv', '--x'], file: 'postgres', args: ['-D', 'd'] })).toEqual([
    'setpriv',
    '--x',
    'postgres',
    '-D',
    'd',
  ])
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CHECKOUT } from '@ebook/processes/checkout'
import { freePort, isFree } from '@ebook/processes/ports'

function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [resolve(CHECKOUT, 'stack/start.ts'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => (said.stdout += String(data)))
  child.stderr.on('data', (data) => (said.stderr += String(data)))
  return { child, said, ended: once(child, 'close').then(([code]) => code as number | null) }
}

test.each([
  ['rent,shop', '"shop"'],
  ['', '""'],
  ['rent,,nats', '"", "nats"'],
])('npm start -- --only "%s" is refused, and names those that there are', async (only, named) => {
  const { said, ended } = start(['--only', only])
  expect(await ended).toBe(3)
  expect(said.stderr).toContain(
    `--only names ${named}, which there is not. There are book, rent, payment, promotion, notice, dashboard, router.`,
  )
})

test('npm start -- --only rent,payment --inspect starts these two, and a debugger may come to each process', async () => {
  const dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-part-'))
  const port = await freePort()
  const { child, said, ended } = start(['--only', 'payment, rent', '--inspect'], {
    DATA_DIR: dataDir,
    PORT: String(port),
  })
  onTestFinished(async () => {
    child.kill()
    await ended
    await rm(dataDir, { recursive: true, force: true })
  })
  await expect.poll(() => said.stdout + said.stderr, { timeout: 60_000, interval: 200 }).toContain('Debugger')
  const serving = [...said.stdout.matchAll(/^ {2}(\w+) +(http:\S+\/graphql)$/gm)]
  expect(serving.map(([, name]) => name)).toEqual(['rent', 'payment'])
  for (const [, name, url = ''] of serving) {
    expect((await fetch(new URL('/health/ready', url))).status, name).toBe(200)
  }
  expect(await isFree(port), 'there is no router').toBe(true)

  const debuggers = [...said.stdout.matchAll(/Debugger +(\w+) +ws:(\S+)/g)]
  expect(debuggers.map(([, name]) => name)).toEqual(['rent', 'payment', 'issuer'])
  for (const [, name, address] of debuggers) {
    const [{ title } = { title: '' }] = (await (await fetch(`http:${address}/json/list`)).json()) as { title: string }[]
    expect(title).toContain(name === 'issuer' ? 'stack/issuer.ts' : `subgraphs/${name}/main.ts`)
  }
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
}, 120_000)

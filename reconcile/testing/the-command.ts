import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import type { Stack } from '@ebook/stack/stack'

const script = fileURLToPath(new URL('../reconcile.ts', import.meta.url))

/** `npm run reconcile` on an installation, which is afterwards as it was. */
export function theCommand(stackOf: () => Stack): void {
  function start(args: readonly string[], env: Record<string, string> = {}) {
    return spawn(process.execPath, [script, ...args], {
      env: { ...process.env, DATA_DIR: stackOf().dataDir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async function reconcile(args: readonly string[], env?: Record<string, string>) {
    const child = start(args, env)
    const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return { code: code as number | null, out, error }
  }

  async function onPromotion(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: stackOf().postgresUrl('promotion') })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  const damage = () => onPromotion(`insert into point_account (user_id, available) values ('nobody', 5)`)
  const mend = () => onPromotion(`delete from point_account where user_id = 'nobody'`)

  test('0 when all that is checked holds, with what was not checked beside it', async () => {
    const { code, out, error } = await reconcile([])
    expect(error).toBe('')
    expect(code).toBe(0)
    expect(out).toMatch(/^\? {4} 1 .*\n +not checked here: needs the drill's client log/m)
    expect(out).toMatch(/^22 hold, 0 fail, 8 were not checked\n$/m)
  })

  test('1 and the offending row, for people and as JSON, and only of what was asked for', async () => {
    await damage()
    try {
      const { code, out } = await reconcile(['--only', '4,11'])
      expect(code).toBe(1)
      expect(out).toContain('FAIL 11 ')
      expect(out).toContain('account of nobody has 5 available')
      expect(out).toContain('1 hold, 1 fail, 0 were not checked')

      const json = await reconcile(['--json', '--only', '11'])
      expect(json.code).toBe(1)
      expect(JSON.parse(json.out)).toMatchObject({
        holds: false,
        statements: [{ number: 11, verdict: 'fails', offending: [{ row: 'account of nobody' }] }],
      })
      expect(await reconcile(['--only', '4'])).toMatchObject({ code: 0 })
    } finally {
      await mend()
    }
  })

  describe('2 when it cannot be checked, and what to do', () => {
    test('no installation', async () => {
      const { code, error } = await reconcile([], { DATA_DIR: '/nowhere' })
      expect(error).toContain('Run `npm start` first')
      expect(code).toBe(2)
    })

    test('a database that does not answer', async () => {
      const { code, error } = await reconcile(['--only', '2'], { RENT_DATABASE_URL: 'postgres://x:x@127.0.0.1:1/rent' })
      expect(error).toContain('the database rent cannot be read')
      expect(code).toBe(2)
    })

    test('a database that is another one', async () => {
      const { code, error } = await reconcile(['--only', '3'], { RENT_DATABASE_URL: stackOf().postgresUrl('book') })
      expect(error).toContain('Is the installation of this version')
      expect(code).toBe(2)
    })
  })

  test.each([
    ['--only 99', ['--only', '99']],
    ['--only four', ['--only', 'four']],
    ['--within -1', ['--within=-1']],
    ['an unknown option', ['--everything']],
    ['--port without --watch', ['--port', '0']],
  ])('3 for bad arguments: %s', async (_, args) => {
    const { code, error, out } = await reconcile(args)
    expect(code).toBe(3)
    expect(error).toContain('Usage: npm run reconcile')
    expect(out).toBe('')
  })

  test('--watch serves what came of it as metrics, until it is told to end', async () => {
    await damage()
    const child = start(['--watch', '--port', '0', '--every', '1', '--within', '0'])
    try {
      const port = await listening(child.stdout)
      const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      await expect.poll(metrics, { timeout: 20_000 }).toContain('ebook_reconcile_offending{statement="11"} 1')
      expect(await metrics()).toContain('ebook_reconcile_offending{statement="4"} 0')
      expect(await metrics()).not.toContain('ebook_reconcile_offending{statement="1"}')
      expect(await metrics()).toMatch(/^ebook_reconcile_last_run_timestamp_seconds 1\d{9}/m)
      await mend()
      await expect.poll(metrics, { timeout: 20_000 }).toContain('ebook_reconcile_offending{statement="11"} 0')
    } finally {
      await mend()
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    expect(child.exitCode).toBe(0)
  }, 60_000)
}

/** Says on its first line where it listens; what it says later is read and dropped, so that it can go on. */
function listening(stdout: Readable): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    stdout.on('data', (chunk: Buffer) => {
      said += String(chunk)
      const port = /"port":(\d+)/.exec(said)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    stdout.on('end', () => reject(new Error(`it ended without listening: ${said}`)))
  })
}

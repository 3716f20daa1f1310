import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { eventually, Person, rentalBecomes } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { documented } from './documented.ts'

let stack: Stack
let router: StackProcess
let librarian: Person

beforeAll(async () => {
  stack = await sharedLibrary()
  // Less than a token takes below.
  router = await stack.replica('router', { CONNECTION_INIT_WAIT_MS: '1000' })
  librarian = new Person(stack, 'libby', 'ADMIN')
})
afterAll(() => router?.stop())

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the page leaves to the application. */
const application = `
  const url = process.env.URL
  const query = /* GraphQL */ 'subscription ($snapshot: Boolean) { dashboardChanged(snapshot: $snapshot) { rentalId version status } }'
  const token = async () => {
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.TOKEN_TAKES_MS ?? 0)))
    return process.env.TOKEN
  }
  const fail = (problem) => { throw problem }
`

async function running(file: string, args: string[], env: Record<string, string>) {
  const child = spawn(file, args, { cwd: root, env: { ...process.env, ...env } })
  onTestFinished(() => void child.kill())
  const said = { out: '', err: '' }
  child.stdout.on('data', (text) => (said.out += String(text)))
  child.stderr.on('data', (text) => (said.err += String(text)))
  return {
    said,
    says: (text: string, withinMs?: number) =>
      eventually(
        `it says ${text}`,
        async () => {
          if (said.out.includes(text)) return true
          throw new Error(said.out + said.err)
        },
        withinMs,
      ),
  }
}

const script = (code: string, env: Record<string, string>) =>
  running(process.execPath, ['--input-type=module', '--eval', code], env)

test('F10 its WebSocket client: the rows, each change, and again behind the cursor when the router has restarted, with a token that takes its time', async () => {
  const paola = new Person(stack, 'paola', 'MEMBER')
  const { id } = await paola.requests((await librarian.registers()).id)
  const env = {
    URL: router.url.replace('http', 'ws'),
    TOKEN: await stack.token('paola', 'MEMBER'),
    TOKEN_TAKES_MS: '1500',
  }
  const shown = 'const show = (rows) => { for (const row of rows.values()) console.log(row.status) }'
  const { said, says } = await script(`${application}${shown}\n${documented('js graphql-ws')}`, env)
  await says('PAID')
  await router.stop()
  await router.start()
  await paola.does('CancelRental', { rentalId: id })
  await says('CANCELED')
  expect(said.err).toBe('')
})

test('F10 its curl line', async () => {
  const pavel = new Person(stack, 'pavel', 'MEMBER')
  const line = documented('sh').replace('http://localhost:4000/graphql', router.url)
  const { says } = await running('sh', ['-c', `exec ${line}`], { TOKEN: await stack.token('pavel', 'MEMBER') })
  const { id } = await pavel.requests((await librarian.registers()).id)
  await says('event: next\nid: ')
  await says(`"rentalId":"${id}"`)
  await says('"status":"PAID"')
})

test('F10 its Apollo Client: begins with the rows, and resumes behind the cursor that it was given', async () => {
  const petra = new Person(stack, 'petra', 'MEMBER')
  const { id } = await petra.requests((await librarian.registers()).id)
  await eventually('the view has it', async () => (await petra.dashboardRow(id))?.points === 300)
  const env = { URL: router.url, TOKEN: await stack.token('petra', 'MEMBER') }
  const code = (cursor: string | undefined) => `${application}
    const cursor = ${JSON.stringify(cursor)}
    const show = (row, error, cursor) => console.log(row?.status ?? error, cursor + ';')
    ${documented('js apollo')}`
  const first = await script(code(undefined), env)
  await first.says(';')
  const [status, cursor] = first.said.out.trim().replace(';', '').split(' ')
  expect(status).toBe('PAID')
  await petra.does('CancelRental', { rentalId: id })
  await rentalBecomes(petra, id, { status: 'CANCELED' })
  const second = await script(code(cursor), env)
  await second.says('CANCELED')
  expect(second.said.out.startsWith('CANCELING')).toBe(true)
})

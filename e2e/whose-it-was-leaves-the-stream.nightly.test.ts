import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, rentalBecomes } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { Subscriber } from '@ebook/clients/testing/subscriber'
import { connectNats } from '@ebook/nats/connection'
import { STREAM } from '@ebook/nats/stream'
import type { Stack } from '@ebook/stack/stack'

// `npm run erase` as whoever runs an installation has it: on all processes, with people about.
let stack: Stack
let librarian: Person
let watching: Subscriber

beforeAll(async () => {
  stack = await startLibrary({ HISTORY_KEPT_FOR: 'PT0S' })
  librarian = new Person(stack, 'libby', 'ADMIN')
  watching = new Subscriber(stack, 'libby', 'ADMIN', { keepsUp: true })
  await watching.connect()
}, 180_000)
afterAll(async () => {
  watching?.leave()
  await stack?.stop()
})

interface Ended {
  readonly code: number
  readonly said: string
}

const command = (file: string, args: readonly string[]) => [resolve(import.meta.dirname, '..', file), ...args]
const environment = (more: Readonly<Record<string, string>> = {}) => ({
  ...process.env,
  DATA_DIR: stack.dataDir,
  ...more,
})

/** A command of the repository on this installation, to its end. */
function run(file: string, args: readonly string[] = [], more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((done) => {
    const settings = { env: environment(more), timeout: 120_000 }
    execFile(process.execPath, command(file, args), settings, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code ?? -1), said: `${stdout}${stderr}` }),
    )
  })
}
const erase = (...args: string[]) => run('reconcile/erase.ts', args)
const rebuilt = () => run('cli/dashboard-rebuild.ts', ['--verify'])

/** Whose it was is forgotten as soon as it is over: its points are heard of, so no money comes back. */
async function rentsAndReturns(sub: string): Promise<string> {
  const member = new Person(stack, sub, 'MEMBER')
  const { id: bookId } = await librarian.registers()
  const { id } = await eventually('rent knows the title', () => member.requests(bookId))
  await eventually('it waits for a decision', () => librarian.waitingRequest(id))
  await librarian.does('ApproveRental', { rentalId: id })
  await rentalBecomes(member, id, { status: 'APPROVED' })
  await eventually('its points are heard of', async () => (await member.dashboardRow(id))?.points === 300)
  await member.does('ReturnRental', { rentalId: id })
  return id
}

/** What rent knows, the view knows too. */
const isNobodys = (rentalId: string) =>
  eventually('it is nobody’s', async () => {
    const { dashboards } = await librarian.send('Dashboards', { first: 100 })
    const row = dashboards.edges.find((edge: { node: { rentalId: string } }) => edge.node.rentalId === rentalId)
    return row?.node.userId.startsWith('anon:')
  })

/** What `notice` reacts to it hears a second later than others. */
const standsNowhere = (sub: string, rentalId: string) =>
  expect
    .poll(() => erase('--verify', sub, '--with', rentalId), { timeout: 60_000 })
    .toEqual({ code: 0, said: 'it stands nowhere\n' })

async function messages(): Promise<number> {
  const nats = await connectNats({ ...stack.nats('ops'), name: 'test' })
  try {
    return (await (await nats.jetstreamManager()).streams.info(STREAM)).state.messages
  } finally {
    await nats.close()
  }
}

test('arguments that cannot be used are told, and nothing is done', async () => {
  for (const args of [
    ['--verify', ' '],
    ['--with', 'x'],
    ['--nonsense'],
    ['kim'],
    ['--every', '0'],
    ['--every', '24', '--verify', 'kim'],
  ]) {
    const { code, said } = await erase(...args)
    expect([code, said.includes('Usage:')], args.join(' ')).toEqual([3, true])
  }
  const { code, said } = await run('reconcile/erase.ts', [], { NATS_OPS_PASSWORD: 'wrong' })
  expect([code, said]).toEqual([2, expect.stringContaining('lets nobody in with this password')])
})

test('R25 what joined a member and a title is nowhere any more, the rebuilt view is the live one, and who watches goes on', async () => {
  const sub = 'reads-quietly'
  const rentalId = await rentsAndReturns(sub)
  await isNobodys(rentalId)
  const before = await erase('--verify', sub, '--with', rentalId)
  expect([before.code, before.said]).toEqual([1, expect.stringContaining('NATS: stream')])
  const both = await Promise.all([erase(), erase()])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  await standsNowhere(sub, rentalId)
  expect(await erase()).toEqual({ code: 0, said: 'there was nothing to erase\n' })
  const { code, said } = await rebuilt()
  expect([code, said]).toEqual([0, expect.stringContaining('no row differs')])
  const next = await rentsAndReturns('comes-after')
  await watching.until('it is told of the next', (it) => it.fold.get(next)?.status === 'RETURNED')
  expect([watching.problems, watching.refusals, watching.resyncs]).toEqual([[], [], []])
})

test('R25 killed while it purges it goes on the next time; a dashboard that starts anew is filled from the outboxes', async () => {
  const ids = []
  for (let nth = 0; nth < 8; nth += 1) ids.push(await rentsAndReturns(`killed-${nth}`))
  for (const id of ids) await isNobodys(id)
  const full = await messages()
  const child = spawn(process.execPath, command('reconcile/erase.ts', []), { env: environment(), stdio: 'ignore' })
  const ended = once(child, 'exit')
  await eventually('it purges', async () => (await messages()) < full || child.exitCode !== null, 60_000, 5)
  child.kill('SIGKILL')
  await ended
  await stack.process('dashboard').kill()
  await eventually('it is done', async () => (await erase()).code === 0, 120_000)
  for (const [nth, id] of ids.entries()) await standsNowhere(`killed-${nth}`, id)
  expect((await rebuilt()).said).toContain('no row differs')
})

test('a subgraph or NATS that is away is named, in time, and what is left is done when it is back', async () => {
  const id = await rentsAndReturns('waits-for-nats')
  await isNobodys(id)
  await stack.process('payment').stop()
  const withoutPayment = await erase()
  expect([withoutPayment.code, withoutPayment.said]).toEqual([
    2,
    expect.stringContaining('run it again when all of them run'),
  ])
  await stack.process('payment').start()
  await stack.process('nats').stop()
  const withoutNats = await erase()
  await stack.process('nats').start()
  expect([withoutNats.code, withoutNats.said]).toEqual([2, expect.stringMatching(/NATS .*(does|did) not answer/)])
  await eventually('it is done', async () => (await erase()).code === 0, 120_000)
  await standsNowhere('waits-for-nats', id)
})

test('M8 M10 of who is called as many things are is told what is theirs: after the erasure nothing but the subject of their events', async () => {
  const sub = 'rent'
  const id = await rentsAndReturns(sub)
  await librarian.does('ViewMemberHistory', { userId: sub, reason: 'rent asks which edition it was' })
  await librarian.does('BlockMember', { userId: sub, kinds: ['HOLD'], reason: 'rent does not answer' })
  await isNobodys(id)
  const values = (said: string) => [...said.matchAll(/^(.*): (\d+)(?:, (\d+) of them as a whole value)?$/gm)]
  const whole = async () =>
    values((await erase('--verify', sub)).said)
      .filter(([, , times, alone]) => (alone ?? times) !== '0')
      .map(([, place = '']) => place.replace(/^.*dashboard\.sqlite/, 'dashboard'))
  expect(await whole()).toEqual(expect.arrayContaining(['rent: member', 'rent: look', 'book: member_block']))
  await librarian.does('EraseMember', { userId: sub, asked: 'IN_PERSON', confirm: true })
  const unmentioned = async () => {
    await erase()
    const left = await whole()
    // The word is the name of a subgraph too: who said an event, and for whom it was put down.
    return left.filter((place) => /: .*(look|member|hold|notice|contact|account|entry|key|_row)/.test(place))
  }
  await expect.poll(unmentioned, { timeout: 60_000 }).toEqual([])
  const { said } = await erase('--verify', sub)
  expect(said).toMatch(/^payment: receipt: 1$/m)
  expect(said).toMatch(/^rent: outbox: \d+ as the subject of a member’s events$/m)
})

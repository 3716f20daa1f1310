import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { createRegistry } from '@ebook/chassis/metrics'
import { inThisFolder, testRouter } from '../testing/router.ts'
import { routerMetrics } from './metrics.ts'
import { refuseUnsupported } from './supergraph.ts'
import { watchSupergraph } from './watch-supergraph.ts'

const titles = 'query Titles { books { title } }'

/** A router and its supergraph's file, which is looked at only when the test says so. */
async function started(trusted = '') {
  const folder = await mkdtemp(join(tmpdir(), 'supergraph-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'supergraph.graphql')
  const original = await readFile(inThisFolder('supergraph.graphql'), 'utf8')
  await writeFile(file, original)
  const router = await testRouter({ env: { SUPERGRAPH_FILE: file }, trusted })
  const metrics = routerMetrics(createRegistry('watch'))
  const lines: { msg: string; err?: { message: string } }[] = []
  const log = createLogger('router', 'info', { write: (line) => lines.push(JSON.parse(line) as never) })
  const watch = watchSupergraph({
    file,
    supergraphSdl: original,
    pollMs: 3_600_000,
    async take(supergraphSdl) {
      refuseUnsupported(supergraphSdl)
      await router.gateway.take(supergraphSdl)
    },
    metrics,
    log,
  })
  onTestFinished(() => watch.stop())
  const outcomes = async () =>
    (await metrics.supergraphReloads.get()).values
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => [labels.outcome, value])
  /** Twice the same is what it takes. */
  const settle = async () => {
    await watch.look()
    await watch.look()
  }
  return { router, file, original, watch, settle, lines, outcomes }
}

const renamed = (sdl: string) =>
  sdl.replace('title: String! @join__field', 'title: String! @join__field(graph: BOOK)\n  name: String @join__field')

test('a new supergraph is served without a restart, and the trusted plans are there before the first request', async () => {
  const { router, file, original, settle, outcomes } = await started(titles)
  const planned = router.plans.size
  expect((await router.ask('{ books { name } }')).errors?.[0]?.message).toContain('Cannot query field "name"')
  await writeFile(file, renamed(original))
  await settle()
  expect(router.plans.size).toBe(planned)
  expect((await router.ask('{ books { name } }')).errors?.[0]?.message).not.toContain('Cannot query field')
  expect((await router.ask(titles)).data).toEqual({ books: [{ title: 'Emma' }, { title: 'Persuasion' }] })
  expect(await outcomes()).toEqual([['taken', 1]])
})

test('a file that is being written is left alone until it is whole', async () => {
  const { router, file, original, watch, outcomes } = await started()
  const whole = renamed(original)
  for (const length of [0, 100, 1_000, whole.length]) {
    await writeFile(file, whole.slice(0, length))
    await watch.look()
  }
  expect(await outcomes()).toEqual([])
  expect((await router.ask('{ books { title } }')).errors).toBeUndefined()
  await watch.look()
  expect(await outcomes()).toEqual([['taken', 1]])
})

test.each([
  ['no GraphQL', () => 'type {', /Syntax Error/],
  ['no supergraph', () => 'type Query { me: String }', /supergraph/],
  [
    'one that asks for what is not enforced',
    (sdl: string) => sdl.replace('scalar join__FieldSet', 'directive @authenticated on OBJECT\nscalar join__FieldSet'),
    /@authenticated/,
  ],
  [
    'one that breaks a trusted document',
    (sdl: string) => sdl.replace('title: String! @join__field(graph: BOOK)', 'name: String! @join__field(graph: BOOK)'),
    /breaks trusted documents:\n {2}Titles: /,
  ],
])('%s is refused by name, once, and the old one goes on', async (_what, change, message) => {
  const { router, file, original, settle, lines, outcomes } = await started(titles)
  await writeFile(file, change(original))
  await settle()
  await settle()
  expect(await outcomes()).toEqual([['refused', 1]])
  expect(lines.map(({ msg }) => msg)).toEqual(['a new supergraph is refused; the last one goes on'])
  expect(lines[0]?.err?.message).toMatch(message)
  expect((await router.ask(titles)).data).toEqual({ books: [{ title: 'Emma' }, { title: 'Persuasion' }] })
  await writeFile(file, original)
  await settle()
  await writeFile(file, renamed(original))
  await settle()
  expect(await outcomes()).toEqual([
    ['taken', 1],
    ['refused', 1],
  ])
})

test('a file that is gone for a while changes nothing and is said once', async () => {
  const { router, file, original, watch, settle, lines } = await started()
  await rm(file)
  await settle()
  expect(lines.map(({ msg }) => msg)).toEqual(['the supergraph cannot be read; the last one goes on'])
  expect((await router.ask('{ books { title } }')).errors).toBeUndefined()
  await writeFile(file, renamed(original))
  await watch.look()
  await watch.look()
  expect(lines.at(-1)?.msg).toBe('a new supergraph is served')
})

test('200 requests under way while it is taken ten times: none fails', { timeout: 30_000 }, async () => {
  const { router, file, original, settle } = await started()
  let asking = true
  const lanes = Array.from({ length: 10 }, async () => {
    let answered = 0
    while (asking || answered < 20) {
      const { data } = await router.ask('{ books { title authors } }')
      expect(data).toEqual({
        books: [
          { title: 'Emma', authors: null },
          { title: 'Persuasion', authors: null },
        ],
      })
      answered += 1
    }
    return answered
  })
  for (let n = 0; n < 10; n += 1) {
    await writeFile(file, n % 2 === 0 ? renamed(original) : original)
    await settle()
  }
  asking = false
  const answered = await Promise.all(lanes)
  expect(answered.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(200)
})

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { QueryPlanner } from '@apollo/query-planner'
import { GraphQLError } from 'graphql'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { wideManifest, wideSupergraph } from '@ebook/bench/router/wide-federation'
import { readTrustedDocuments } from '../documents/trusted-documents.ts'
import { inThisFolder, testRouter } from '../testing/router.ts'
import { toyPlanner, toySupergraph } from '../testing/toy-federation.ts'
import { planInThread } from './plan-in-thread.ts'
import { plannedSupergraph, type PlanningOrder } from './planned-supergraph.ts'
import { Planner } from './planner.ts'
import { PlanningThread } from './planning-thread.ts'
import { planHere, type Planning } from './planning.ts'
import { UnsafeSupergraph } from './unsafe-supergraph.ts'

const inSchema = (file: string) => fileURLToPath(new URL(`../../schema/${file}`, import.meta.url))
const toy: PlanningOrder = { supergraphSdl: toySupergraph, documents: [] }
const document = (text: string) => ({ operationName: 'Q', text })

function threadOf(order: PlanningOrder): PlanningThread {
  const thread = new PlanningThread(order)
  onTestFinished(() => thread.close())
  return thread
}

async function fileWith(content: string | Uint8Array): Promise<string> {
  const file = join(tmpdir(), `plans-${randomUUID()}.jsonl`)
  await writeFile(file, content)
  onTestFinished(() => rm(file))
  return file
}

async function plannedBy(file: string, order: PlanningOrder) {
  const { planned, planner } = await planInThread({ file, stays: true }).plan(order, [])
  onTestFinished(() => planner.close())
  return { planned, planner }
}

describe('a thread that plans', () => {
  test('makes of our own supergraph and documents what is made here, byte for byte', async () => {
    const documents = [...(await readTrustedDocuments(inSchema('trusted-documents.json'))).all()]
    const order = { supergraphSdl: readFileSync(inSchema('supergraph.graphql'), 'utf8'), documents }
    const here = plannedSupergraph(new Planner(order.supergraphSdl), order)
    const there = await threadOf(order).planAll([], { stays: false })
    expect(Buffer.compare(here, there)).toBe(0)
  })

  test('plans what is asked later as it is planned here, and refuses in the same words', async () => {
    const thread = threadOf(toy)
    for (const text of ['{ books { title } }', '{ row(id: 1) { owner { id } sureBook { shipping } } }']) {
      const here: unknown = JSON.parse(JSON.stringify(toyPlanner.planText(text, undefined)))
      expect(await thread.planText(text, undefined)).toEqual(here)
    }
    const refused = async (planner: { planText(text: string, name: string): unknown }) => {
      try {
        return await planner.planText('query A { books { title } } query B { books { id } }', 'C')
      } catch (error) {
        return [(error as Error).message, error instanceof GraphQLError ? error.extensions : undefined]
      }
    }
    expect(await refused(thread)).toEqual(await refused(toyPlanner))
    expect((await thread.planText('{ books { id } }', undefined)).nodes).toHaveLength(1)
  })

  test('refuses what must not be served', async () => {
    const refused = (supergraphSdl: string, text: string) =>
      threadOf({ supergraphSdl, documents: [document(text)] }).planAll([], { stays: true })
    await expect(refused('type Query { a: Int }', 'query Q { a }')).rejects.toThrow(UnsafeSupergraph)
    await expect(refused(toySupergraph, 'query Q { nothing }')).rejects.toThrow(
      'the supergraph breaks trusted documents:\n  Q: Cannot query field "nothing"',
    )
  })

  test('ends when it is called off', async () => {
    const calledOff = new AbortController()
    const planned = threadOf(toy).planAll([], { stays: true, signal: calledOff.signal })
    calledOff.abort()
    await expect(planned).rejects.toThrow('the thread that plans has ended')
  })

  test('answers who asked before it was closed, and who is late, and then runs no more', async () => {
    const ended = vi.spyOn(Worker.prototype, 'terminate')
    const thread = threadOf(toy)
    const waits = thread.planText('{ books { id } }', undefined)
    thread.close()
    expect(ended).not.toHaveBeenCalled()
    expect((await waits).nodes).toHaveLength(1)
    expect(ended).toHaveBeenCalledOnce()
    expect((await thread.planText('{ books { id } }', undefined)).nodes).toHaveLength(1)
    expect(ended).toHaveBeenCalledTimes(2)
    ended.mockRestore()
  })

  test('one that ends is replaced for those who wait for it', async () => {
    const begun = vi.spyOn(Worker.prototype, 'unref')
    const thread = threadOf(toy)
    const waits = thread.planText('{ books { id } }', undefined)
    await (begun.mock.contexts[0] as Worker).terminate()
    expect((await waits).nodes).toHaveLength(1)
    begun.mockRestore()
  })

  test('many that are asked at once are each answered', async () => {
    const thread = threadOf(toy)
    const names = Array.from({ length: 50 }, (_, n) => `Q${n}`)
    const plans = await Promise.all(names.map((name) => thread.planText(`query ${name} { books { id } }`, name)))
    const operations = plans.map(({ nodes: [node] }) => node?.kind === 'Fetch' && node.operationName)
    expect(operations).toEqual(names.map((name) => expect.stringContaining(name)))
  })

  test('requests are answered while it is made anew for one of them', async () => {
    const spied = vi.spyOn(PlanningThread.prototype, 'planAll')
    const router = await testRouter({ planning: planInThread({ file: '', stays: true }) })
    const [thread] = spied.mock.contexts as PlanningThread[]
    spied.mockRestore()
    const known = '{ books { title } }'
    await router.ask(known)
    // The next question finds none that runs.
    thread?.close()
    let isPlanned = false
    const strange = router.ask('{ books { authors } }').finally(() => (isPlanned = true))
    let answered = 0
    while (!isPlanned) {
      await router.ask(known)
      answered += 1
    }
    expect((await strange).errors).toBeUndefined()
    expect(answered).toBeGreaterThan(5)
  })
})

test('who asked is answered when the time of a request is over, and the plan is made all the same', async () => {
  const isThere = Promise.withResolvers<void>()
  const planning: Planning = {
    async plan(order, others) {
      const { planned, planner } = await planHere.plan(order, others)
      const planText: typeof planner.planText = async (...asked) => {
        await isThere.promise
        return planner.planText(...asked)
      }
      return { planned, planner: { ...planner, planText } }
    },
  }
  const router = await testRouter({ planning, env: { REQUEST_TIMEOUT_MS: '200' } })
  const query = '{ books { title } }'
  const { status, errors } = await router.ask(query)
  expect({ status, extensions: errors?.[0]?.extensions }).toEqual({
    status: 503,
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', reason: 'DEADLINE' },
  })
  expect(router.book.received).toEqual([])
  isThere.resolve()
  await expect.poll(async () => (await router.ask(query)).errors).toBeUndefined()
})

describe('what was planned at build time', () => {
  const order = { ...toy, documents: [document('query Q { books { title } }')] }
  const bytes = plannedSupergraph(toyPlanner, order)

  test('is read back when it is of this supergraph and these documents', async () => {
    const spied = vi.spyOn(PlanningThread.prototype, 'planAll')
    const { planned, planner } = await plannedBy(await fileWith(bytes), order)
    expect(spied).not.toHaveBeenCalled()
    expect(planned.size).toBe(1)
    expect((await planner.planText('{ books { id } }', undefined)).nodes).toHaveLength(1)
    spied.mockRestore()
  })

  test('is given out when there is a planner for the rest too: a first asker would have to wait for it', async () => {
    const made = vi.spyOn(PlanningThread.prototype, 'prepare')
    await plannedBy(await fileWith(bytes), order)
    expect(made.mock.settledResults).toEqual([{ type: 'fulfilled', value: undefined }])
    made.mockRestore()
  })

  test.each([
    ['of another supergraph', bytes, { ...order, supergraphSdl: `# changed\n${toySupergraph}` }],
    ['of other documents', bytes, { ...order, documents: [...order.documents, document('query Q { books { id } }')] }],
    ['damaged', bytes.subarray(5), order],
    ['empty', '', order],
  ])('is made anew when it is %s', async (_what, content, wanted) => {
    const { planned } = await plannedBy(await fileWith(content), wanted)
    expect(planned.size).toBe(wanted.documents.length)
  })
})

test('while a new supergraph is planned requests are answered, and where they are nothing is planned', async () => {
  const subgraphs = 12
  const sdl = wideSupergraph(subgraphs)
  const planning = planInThread({ file: '', stays: true })
  const router = await testRouter({ planning, env: { SUPERGRAPH_FILE: inThisFolder('supergraph.graphql') } })
  const asked = '{ books { title } }'
  await router.ask(asked)
  const planned = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan')
  let isTaken = false
  const taking = router.gateway.take(sdl).then(() => (isTaken = true))
  let answered = 0
  while (!isTaken) {
    const { data, errors } = await router.ask(asked)
    if (data !== undefined && errors === undefined) answered += 1
  }
  await taking
  expect(answered).toBeGreaterThan(5)
  const [text] = Object.values(wideManifest(1, subgraphs))
  await router.ask(text ?? '')
  expect(planned).not.toHaveBeenCalled()
  planned.mockRestore()
  // What was in use before was planned with it, as far as it can be.
  expect(router.plans.size).toBe(1)
})

test('a reload plans beforehand what was in use, and not what it cannot answer', async () => {
  const router = await testRouter({ planning: planInThread({ file: '', stays: true }) })
  const [kept, lost] = ['{ books { title } }', '{ books { authors } }']
  await router.ask(kept)
  await router.ask(lost)
  const sdl = readFileSync(inThisFolder('supergraph.graphql'), 'utf8')
  await router.gateway.take(sdl.replace(/authors: .*\n/, ''))
  expect(router.plans.size).toBe(1)
  const spied = vi.spyOn(PlanningThread.prototype, 'planText')
  expect((await router.ask(kept)).errors).toBeUndefined()
  expect(spied).not.toHaveBeenCalled()
  spied.mockRestore()
})

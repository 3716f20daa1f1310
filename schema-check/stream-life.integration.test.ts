import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SmallRepository } from './testing/small-repository.ts'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

type Payload = Readonly<Record<string, unknown>>
const order = (...required: readonly string[]): Payload => ({
  type: 'object',
  properties: { price: { type: 'integer' } },
  required,
})

let repository: SmallRepository
beforeEach(() => {
  repository = new SmallRepository()
  write('supergraph-check.json', { events: '{*,contracts/*}/asyncapi.json' })
  repository.write('app/services/users/schema.graphql', `${link}type Query { me: ID }\n`)
})
afterEach(() => repository[Symbol.dispose]())

const write = (file: string, value: unknown) => repository.write(join('app', file), JSON.stringify(value))
const application = (title: string, action: 'send' | 'receive', payload: Payload) => ({
  asyncapi: '3.0.0',
  info: { title },
  channels: { orders: { messages: { Placed: { payload } } } },
  operations: { place: { action, channel: { $ref: '#/channels/orders' } } },
})
const sends = (payload: Payload, folder = 'shop') =>
  write(`${folder}/asyncapi.json`, application('shop', 'send', payload))
const reads = (payload: Payload) => write('mail/asyncapi.json', application('mail', 'receive', payload))

/** The check of a reader that expects what is promised now. */
async function whenRead(): Promise<string[]> {
  reads(order('price'))
  const { stdout } = await repository.check('--root', join(repository.root, 'app'))
  return stdout.match(/(?<=\[)event-[\w-]+(?=\])/g) ?? []
}

const MISREAD = ['event-misreads-yesterday']

describe('a field that may be left out, is promised, and is then read', { timeout: 60_000 }, () => {
  test.each([
    [10, 5, MISREAD],
    [90, 5, MISREAD],
    [90, 29, MISREAD],
    [90, 31, []],
  ])('promised otherwise %i to %i days ago', async (first, second, expected) => {
    sends(order())
    reads(order())
    repository.commit('x', daysAgo(first))
    sends(order('price'))
    repository.commit('y', daysAgo(second))
    expect(await whenRead()).toEqual(expected)
  })

  test('in a file that has moved since', async () => {
    sends(order())
    reads(order())
    repository.commit('x', daysAgo(10))
    repository.remove('app/shop/asyncapi.json')
    sends(order('price'), 'contracts/shop')
    repository.commit('y', daysAgo(5))
    expect(await whenRead()).toEqual(MISREAD)
  })

  test('in another file, that the document refers to', async () => {
    sends({ $ref: '../schemas/order.json' })
    write('schemas/order.json', order())
    reads(order())
    repository.commit('x', daysAgo(10))
    write('schemas/order.json', order('price'))
    repository.commit('y', daysAgo(5))
    expect(await whenRead()).toEqual(MISREAD)
  })

  test('and promised anew and taken back on a branch, before it was merged', async () => {
    sends(order('price'))
    reads(order())
    repository.commit('x', daysAgo(20))
    repository.git('checkout', '--quiet', '-b', 'topic')
    sends(order())
    repository.commit('y', daysAgo(10))
    sends(order('price'))
    write('other.json', {})
    repository.commit('z', daysAgo(9))
    repository.git('checkout', '--quiet', 'main')
    const author = ['-c', 'user.name=libby', '-c', 'user.email=libby@example.com']
    repository.git(...author, 'merge', '--quiet', '--no-ff', '-m', 'merged', 'topic')
    expect(await whenRead()).toEqual([])
  })
})

test('a default of Avro that goes, for a field that older messages lack', { timeout: 60_000 }, async () => {
  const record = (...fields: readonly object[]) => write('a.avsc', { type: 'record', name: 'A', fields })
  write('supergraph-check.json', { events: 'a.avsc' })
  record()
  repository.commit('x', daysAgo(10))
  record({ name: 'price', type: 'int', default: 0 })
  repository.commit('y', daysAgo(5))
  record({ name: 'price', type: 'int' })
  const { stdout } = await repository.check('--root', join(repository.root, 'app'))
  expect(stdout).toContain('by what a is now, nobody reads price of older messages [event-promise-tightened]')
})

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, rentalBecomes } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import {
  drawn,
  orphansOf,
  otlpReceiver,
  type OtlpReceiver,
  type ReceivedSpan,
} from '@ebook/telemetry/testing/otlp-receiver'
import { Stream } from './streams.ts'

const WATCH = /* GraphQL */ `
  subscription WatchForTrace {
    dashboardChanged {
      rentalId
      status
      book {
        seatsFree
      }
    }
  }
`

let receiver: OtlpReceiver
let stack: Stack
let libby: Person
let rosa: Person
let book: string

beforeAll(async () => {
  receiver = await otlpReceiver()
  stack = await startLibrary({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })
  libby = new Person(stack, 'libby', 'ADMIN')
  rosa = new Person(stack, 'rosa', 'MEMBER')
  ;({ id: book } = await libby.registers({ title: 'One trace', rentalFee: 3000, seats: 20 }))
})

afterAll(async () => {
  await stack.stop()
  await receiver.stop()
})

test('one requestRental is one tree, from the router to the last consumer, the dashboard and who watches it', async () => {
  const stream = Stream.sse(stack.url, await stack.token('rosa', 'MEMBER'), { query: WATCH })
  const rental = await rosa.requests(book)
  await eventually('the case is before the librarian', () => libby.waitingRequest(rental.id))
  const trace = await exported(rental.id, 'Rented', [
    'router: POST /graphql',
    'router: mutation',
    'router: fetch rent',
    'rent: POST /graphql',
    'rent: publish ebook.rent.Rented.v1',
    'rent: payment/pay',
    'payment: payment/pay',
    'payment: publish ebook.payment.Paid.v1',
    'book: receive EBOOK',
    'book: process ebook.payment.Paid.v1',
    'promotion: process ebook.payment.Paid.v1',
    'rent: process ebook.promotion.PromoCompleted.v1',
    'dashboard: process ebook.promotion.PromoCompleted.v1',
    'dashboard: process ebook.book.ApprovalRequested.v1',
    'router: deliver',
    'router: fetch book',
  ])
  stream.stop()
  const statements = trace.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql')
  // Notice waits for company, and may not have come to it yet.
  const services = new Set(statements.map(({ service }) => service).filter((service) => service !== 'notice'))
  expect(services).toEqual(new Set(['rent', 'payment', 'book', 'promotion']))
  for (const value of [rental.id, book, 'rosa']) expect(JSON.stringify(statements)).not.toContain(value)
  const log = await readFile(resolve(stack.dataDir, 'log/rent.log'), 'utf8')
  expect(log).toContain(`"traceId":"${trace[0]?.traceId}"`)

  await libby.does('ApproveRental', { rentalId: rental.id, expectedVersion: 1 })
  await rentalBecomes(rosa, rental.id, { status: 'APPROVED' })
  await exported(rental.id, 'Approved', [
    'router: POST /graphql',
    'book: POST /graphql',
    'rent: process ebook.book.Approved.v1',
    'promotion: process ebook.rent.LoanStarted.v1',
    'dashboard: process ebook.rent.LoanStarted.v1',
  ])
})

test.each(['is full', 'says nothing'] as const)('a collector that %s holds up no rental', async (manner) => {
  receiver.manner = manner
  const member = new Person(stack, manner.replaceAll(' ', '-'), 'MEMBER')
  const rental = await member.requests(book)
  await rentalBecomes(member, rental.id, { status: 'PAID' })
  await eventually('the case is before the librarian', () => libby.waitingRequest(rental.id))
})

test('sampled at 0, nothing of a rental is exported, whatever its client says of a trace', async () => {
  receiver.manner = 'takes'
  const router = stack.process('router')
  await router.stop()
  await router.start({ env: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' } })
  const bert = new Person(stack, 'bert', 'MEMBER')
  const rental = await bert.requests(book)
  await eventually('the dashboard has it all', async () => (await bert.dashboardRow(rental.id))?.points !== undefined)
  // Whoever stops sends what it has.
  await stack.stop()
  expect(receiver.spans.filter((span) => isOf(rental.id, span))).toEqual([])
})

/** The trace in which something was said of a rental, when it is whole and these spans are in it. */
async function exported(rentalId: string, said: string, names: readonly string[]): Promise<readonly ReceivedSpan[]> {
  let trace: readonly ReceivedSpan[] = []
  await eventually(`all of it was exported:\n${names.join('\n')}`, async () => {
    const { traceId } = receiver.spans.find((span) => isOf(rentalId, span) && span.name.includes(`.${said}.`)) ?? {}
    trace = receiver.spans.filter((span) => span.traceId === traceId)
    const there = new Set(trace.map(({ service, name }) => `${service}: ${name}`))
    const missing = names.filter((name) => !there.has(name))
    if (missing.length > 0) throw new Error(`there is no ${missing.join(', no ')} in\n${drawn(trace)}`)
    const roots = trace.filter(({ parentSpanId }) => parentSpanId === '')
    return roots.length === 1 && orphansOf(trace).length === 0
  })
  return trace
}

const isOf = (rentalId: string, { attributes }: ReceivedSpan) =>
  attributes['messaging.message.conversation_id'] === rentalId

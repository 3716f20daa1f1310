import { randomUUID } from 'node:crypto'
import { eventually, Person, rentalBecomes, type Json } from '@ebook/clients/people'
import { closeNats, connectNats, type NatsConnection } from '@ebook/nats/connection'
import { STREAM } from '@ebook/nats/stream'
import { prepareBroker } from '@ebook/processes/broker'
import type { NatsUser } from '@ebook/processes/nats-server'
import { query } from '@ebook/processes/postgres'
import type { ProcessName } from '@ebook/stack/data-dir'
import type { Stack } from '@ebook/stack/stack'

/** What is done to an installation that somebody has to be told of. */
export interface Fault {
  readonly begin: () => Promise<unknown>
  /** What people do as long as it lasts, so that it is felt. */
  readonly meanwhile?: () => Promise<unknown>
  readonly end: () => Promise<unknown>
  /** What has to go wrong before its alert looks at it, beside the rule's own bound. */
  readonly feltAfterS?: number
}

/** What the broker counts and remembers is forgotten by the rules after a while; there is nothing to be mended. */
const nothing = async () => undefined

/** By what they are. */
export async function faultsOf(stack: Stack): Promise<ReadonlyMap<string, Fault>> {
  const librarian = new Person(stack, 'libby', 'ADMIN')
  const bookId = (await librarian.registers({ seats: 1_000 })).id as string
  const rents = async (): Promise<Json> => {
    const member = new Person(stack, `member-${randomUUID()}`, 'MEMBER')
    return { member, rental: await member.requests(bookId) }
  }
  await eventually('rent knows the title', rents)
  const refuses = async () => {
    const { rental } = await rents()
    await eventually('it can be refused', () =>
      librarian.does('RefuseRental', { rentalId: rental.id, reasonCode: 'POLICY' }),
    )
  }
  const away = (name: ProcessName, meanwhile?: () => Promise<unknown>): Fault => ({
    begin: () => stack.process(name).stop(),
    ...(meanwhile && { meanwhile: () => meanwhile().catch(() => undefined) }),
    end: () => stack.process(name).start(),
  })
  const as = async (user: NatsUser, act: (nats: NatsConnection) => Promise<unknown>) => {
    const nats = await connectNats({ ...stack.nats(user), name: 'fault' })
    try {
      await act(nats)
    } finally {
      await closeNats(nats)
    }
  }
  const published = (user: NatsUser, subject: string, message: object) => () =>
    as(user, (nats) => nats.jetstream().publish(subject, JSON.stringify(message)))
  const { url, password } = stack.nats('ops')

  return new Map<string, Fault>([
    ['the router is away', away('router')],
    ['rent is away, and members go on asking', away('rent', () => librarian.send('Books', { first: 1 }))],
    ['book is away', away('book')],
    ['the dashboard is away', away('dashboard')],
    ['payment is away, and members go on renting', away('payment', rents)],
    ['promotion is away, and a librarian refuses', away('promotion', refuses)],
    ['PostgreSQL is away', away('postgres')],
    ['NATS is away, and something happens', { ...away('nats', () => librarian.registers()), feltAfterS: 30 }],
    [
      'somebody deletes a durable',
      {
        begin: () => as('ops', async (nats) => (await nats.jetstreamManager()).consumers.delete(STREAM, 'rent')),
        end: () => prepareBroker({ url, password, streamReplicas: 1 }),
      },
    ],
    ['an event cannot be handled', unhandled(stack, librarian, bookId)],
    [
      'one context says what is another’s',
      { begin: published('payment', 'ebook.payment.Paid.v1.1', approvedBy('book')), end: nothing },
    ],
    [
      'what is no event gets into the stream',
      { begin: published('ops', 'ebook.rent.Rented.v1.1', { hello: 'there' }), end: nothing },
    ],
    [
      'the provider gives no money back',
      {
        async begin() {
          await stack.process('payment').stop()
          await stack.process('payment').start({ env: { PAYMENT_SIMULATOR_REFUND_FAIL_RATE: '1' } })
          await refuses()
        },
        async end() {
          await stack.process('payment').stop()
          await stack.process('payment').start({ env: { PAYMENT_SIMULATOR_REFUND_FAIL_RATE: '0' } })
          const failed = await query(
            stack.postgresUrl('payment'),
            `select id from payment where status = 'REFUND_FAILED'`,
          )
          for (const { id: paymentId } of failed) await librarian.does('RetryRefund', { paymentId })
        },
      },
    ],
  ])
}

/** Promotion's database refuses the points of one member, as it does a value that it does not know. */
function unhandled(stack: Stack, librarian: Person, bookId: string): Fault {
  const unlucky = new Person(stack, `unlucky-${randomUUID()}`, 'MEMBER')
  const inPromotion = (statement: string) => query(stack.postgresUrl('promotion'), statement)
  return {
    async begin() {
      await inPromotion(
        `create or replace function not_today() returns trigger language plpgsql as
           $$ begin raise exception 'no points for % today', new.user_id using errcode = 'P0001'; end $$;
         create or replace trigger not_today before insert on point_entry
           for each row when (new.user_id = '${unlucky.sub}') execute function not_today()`,
      )
      const { id } = await unlucky.requests(bookId)
      await rentalBecomes(unlucky, id, { status: 'PAID' })
    },
    async end() {
      await inPromotion('drop trigger not_today on point_entry')
      const { deadLetters } = await librarian.send('DeadLetters', { first: 10 })
      for (const { node } of deadLetters.edges) await librarian.does('ReplayDeadLetter', { id: node.id })
    },
  }
}

/** An event as that context says it. */
const approvedBy = (context: string) => ({
  specversion: '1.0',
  id: randomUUID(),
  source: `/subgraphs/${context}`,
  type: `ebook.${context}.Approved.v1`,
  subject: '1',
  time: new Date().toISOString(),
  datacontenttype: 'application/json',
  aggregatetype: 'Request',
  aggregateversion: 1,
  correlationid: '1',
  causationid: 'injected',
  actor: 'ADMIN:mallory',
  producer: context,
  pos: 1,
  data: {},
})

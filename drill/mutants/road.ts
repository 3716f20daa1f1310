import type { SourceChange } from '../mutation/source-change.ts'
import { at, change, type Mutant } from './mutant.ts'

const REPAIR = 'the repair of holes from the outbox'

const noRepair: SourceChange = change(
  'nats/gap-watch.ts',
  'events = await repair(repairable, settings, producer, range)',
  'events = 0 * range.to',
)

const LOOK = 'if (outcomes.get(event.id) !== before) continue'

/** Nobody looks in the inbox, and its key does not mind, here or where it is simulated. */
export const handledAgain: readonly SourceChange[] = [
  change('nats/inbox.ts', LOOK, ''),
  change(
    'nats/sql/inbox-rows.ts',
    '(null::inbox, ${JSON.stringify(rows)}::json)`',
    '(null::inbox, ${JSON.stringify(rows)}::json) on conflict do nothing`',
  ),
  change(
    'drill/simulator/store/adapters/road.ts',
    'inbox.insert(inboxRow(consumer, event, outcome))',
    'inbox.put(inboxRow(consumer, event, outcome))',
  ),
]

/** Bugs of the road that a message travels. */
export const roadMutants: readonly Mutant[] = [
  {
    name: 'ack-before-commit',
    what: 'a consumer acknowledges a message before it has handled it',
    without: REPAIR,
    changes: [
      noRepair,
      change(
        'nats/consumer.ts',
        '  const verdicts = await deliver(\n',
        '  for (const { message } of readable) message.ack()\n  const verdicts = await deliver(\n',
      ),
    ],
    drill: { caughtBy: [13, 15], forMs: 5_000, steps: [at(500, 'writes-fail', 'promotion', 2_500)] },
  },
  {
    name: 'effect-outside-inbox',
    what: 'the inbox row is committed by itself, before the effect',
    changes: [
      change(
        'nats/inbox.ts',
        'unit.write(enterInInbox, { consumer, event, outcome })',
        'await enterInInbox(inbox.db, [{ consumer, event, outcome }])',
      ),
    ],
    drill: { caughtBy: [11], forMs: 5_000, steps: [at(500, 'writes-fail', 'promotion', 2_500)] },
  },
  {
    name: 'no-inbox-key',
    what: 'the inbox has no key: what is delivered twice is taken in twice',
    changes: [
      change(
        'nats/tables.ts',
        'primary key (consumer, event_id),\n          unique (consumer, producer, pos)',
        'check (true)',
      ),
      change('nats/inbox.ts', LOOK, ''),
    ],
    drill: { caughtBy: [13, 14], forMs: 8_000, steps: [at(3_000, 'nats-stores-deleted', 'all')] },
  },
  {
    name: 'sequence-cursor',
    what: 'the relay goes on behind the highest number that it has seen, and never sees who commits late',
    changes: [
      change(
        'nats/sql/advance-outbox.ts',
        'from outbox where pos is null order by seq',
        'from outbox where pos is null and seq > coalesce((select max(seq) from outbox where pos is not null), 0) order by seq',
      ),
    ],
    drill: { caughtBy: [12], forMs: 8_000, members: 40, thinkMs: 100 },
  },
  {
    name: 'two-relays',
    what: 'every replica publishes the outbox: nobody asks for the lock',
    without: 'the epochs, and positions that are counted and kept apart by the database',
    changes: [
      change('nats/lease.ts', 'rows[0]?.won === true', 'rows.length > 0'),
      change('nats/sql/relay-state.ts', 'set epoch = epoch + 1,', 'set'),
      change(
        'nats/sql/advance-outbox.ts',
        'export const advanceOutbox =',
        'let remembered = -1\nexport const advanceOutbox =',
      ),
      change('nats/sql/advance-outbox.ts', "name: 'advance-outbox',", ''),
      change(
        'nats/sql/advance-outbox.ts',
        'set pos = leader.last_pos + batch.n',
        'set pos = ${remembered < 0 ? "leader.last_pos" : remembered} + batch.n',
      ),
      change(
        'nats/sql/advance-outbox.ts',
        'return {\n      last: Number(first.last),',
        'remembered = Math.max(remembered, Number(first.last))\n    return {\n      last: Number(first.last),',
      ),
      change('nats/tables.ts', 'pos bigint unique,', 'pos bigint,'),
    ],
    drill: { caughtBy: [12], forMs: 5_000, replicas: { rent: 2 } },
  },
  {
    name: 'marked-before-acknowledged',
    what: 'the relay marks a row as published before the broker has it',
    without: REPAIR,
    changes: [
      noRepair,
      change(
        'nats/relay-pass.ts',
        '    const acknowledged = await publishInOrder(nats.jetstream(), context, unpublished, log)\n',
        '    const acknowledged = unpublished.map(({ pos }) => pos)\n    this.#acknowledged = acknowledged\n    if (acknowledged.length > 0) await this.mark()\n    await publishInOrder(nats.jetstream(), context, unpublished, log)\n',
      ),
    ],
    drill: {
      caughtBy: [13, 15],
      forMs: 10_000,
      steps: [at(500, 'away', 'nats', 5_000), at(4_000, 'kill', 'rent'), at(4_000, 'kill', 'payment')],
    },
  },
  {
    name: 'random-message-id',
    what: 'a message gets a new id whenever it is sent',
    changes: [
      change(
        'nats/relay-pass.ts',
        '{ ...event, producer, pos }',
        '{ ...event, id: crypto.randomUUID(), producer, pos }',
      ),
    ],
    drill: { caughtBy: [13, 16], forMs: 3_000 },
  },
  {
    name: 'no-gap-repair',
    what: 'nobody asks the producer for what the broker has lost',
    changes: [noRepair],
    script: [
      'Ben asks for the title with two seats',
      'rent publishes what waits in its outbox',
      'the broker loses Rented (version 1) of rental 1 for promotion',
    ],
    drill: {
      caughtBy: [13, 15],
      forMs: 7_000,
      steps: [at(500, 'consumer-held', 'promotion', 4_000), at(3_500, 'messages-lost', 'stream')],
    },
  },
  {
    name: 'discard-old',
    what: 'the stream is bounded, and drops what is oldest when it is full',
    without: REPAIR,
    changes: [
      noRepair,
      change('nats/stream.ts', 'discard: DiscardPolicy.New,', 'discard: DiscardPolicy.Old, max_msgs: 20,'),
    ],
    drill: { caughtBy: [13, 15], forMs: 8_000, steps: [at(500, 'consumer-held', 'promotion', 5_000)] },
  },
  {
    name: 'max-deliver-3',
    what: 'the broker gives a message up after three deliveries',
    without: REPAIR,
    changes: [noRepair, change('nats/declare.ts', 'max_deliver: -1,', 'max_deliver: 3,')],
    drill: { caughtBy: [13, 15], forMs: 8_000, steps: [at(500, 'writes-fail', 'promotion', 6_000)] },
  },
  {
    name: 'handled-again',
    what: 'a message that comes again is handled again',
    script: ['Cleo asks for the title with one seat'],
    changes: handledAgain,
  },
  {
    name: 'handled-early',
    what: 'a version that is early is handled before those that it follows',
    script: [
      'Cleo asks for the title with one seat',
      'the member cancels rental 1',
      'rent publishes what waits in its outbox',
      'promotion hears CancelRequested (version 2) of rental 1',
    ],
    changes: [
      change(
        'nats/inbox.ts',
        '} else if (event.aggregateversion > version + 1) {',
        '} else if (event.aggregateversion < 0) {',
      ),
    ],
  },
]

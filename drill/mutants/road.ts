import type { SourceChange } from '../mutation/source-change.ts'
import type { Mutant } from './mutant.ts'

const REPAIR = 'the repair of holes from the outbox'

const noRepair: SourceChange = {
  file: 'nats/gap-watch.ts',
  find: 'events = await repair(repairable, settings, producer, range)',
  replace: 'events = 0 * range.to',
}

const LOOK = 'if (outcomes.get(event.id) !== before) continue'

/** Nobody looks in the inbox, and its key does not mind, here or where it is simulated. */
export const handledAgain: readonly SourceChange[] = [
  { file: 'nats/inbox.ts', find: LOOK, replace: '' },
  {
    file: 'nats/sql/inbox-rows.ts',
    find: '(null::inbox, ${JSON.stringify(rows)}::json)`',
    replace: '(null::inbox, ${JSON.stringify(rows)}::json) on conflict do nothing`',
  },
  {
    file: 'drill/simulator/store/adapters/road.ts',
    find: 'inbox.insert(inboxRow(consumer, event, outcome))',
    replace: 'inbox.put(inboxRow(consumer, event, outcome))',
  },
]

/** Bugs of the road that a message travels. */
export const roadMutants: readonly Mutant[] = [
  {
    name: 'ack-before-commit',
    what: 'a consumer acknowledges a message before it has handled it',
    without: REPAIR,
    changes: [
      noRepair,
      {
        file: 'nats/consumer.ts',
        find: '  const verdicts = await deliver(\n',
        replace: '  for (const { message } of readable) message.ack()\n  const verdicts = await deliver(\n',
      },
    ],
    drill: {
      caughtBy: [13, 15],
      provoke: { forMs: 5_000, steps: [{ fault: 'writes-fail', target: 'promotion', atMs: 500, forMs: 2_500 }] },
    },
  },
  {
    name: 'effect-outside-inbox',
    what: 'the inbox row is committed by itself, before the effect',
    changes: [
      {
        file: 'nats/inbox.ts',
        find: 'unit.write(enterInInbox, { consumer, event, outcome })',
        replace: 'await enterInInbox(inbox.db, [{ consumer, event, outcome }])',
      },
    ],
    drill: {
      caughtBy: [11],
      provoke: {
        forMs: 5_000,
        steps: [{ fault: 'writes-fail', target: 'promotion', atMs: 500, forMs: 2_500 }],
      },
    },
  },
  {
    name: 'no-inbox-key',
    what: 'the inbox has no key: what is delivered twice is taken in twice',
    changes: [
      {
        file: 'nats/tables.ts',
        find: 'primary key (consumer, event_id),\n          unique (consumer, producer, pos)',
        replace: 'check (true)',
      },
      { file: 'nats/inbox.ts', find: LOOK, replace: '' },
    ],
    drill: {
      caughtBy: [13, 14],
      provoke: { forMs: 8_000, steps: [{ fault: 'nats-stores-deleted', target: 'all', atMs: 3_000 }] },
    },
  },
  {
    name: 'sequence-cursor',
    what: 'the relay goes on behind the highest number that it has seen, and never sees who commits late',
    changes: [
      {
        file: 'nats/sql/advance-outbox.ts',
        find: 'from outbox where pos is null order by seq',
        replace:
          'from outbox where pos is null and seq > coalesce((select max(seq) from outbox where pos is not null), 0) order by seq',
      },
    ],
    drill: {
      caughtBy: [12],
      provoke: { forMs: 8_000, steps: [], members: 40, thinkMs: 100 },
    },
  },
  {
    name: 'two-relays',
    what: 'every replica publishes the outbox: nobody asks for the lock',
    without: 'the epochs, and positions that are counted and kept apart by the database',
    changes: [
      { file: 'nats/lease.ts', find: 'rows[0]?.won === true', replace: 'rows.length > 0' },
      {
        file: 'nats/sql/relay-state.ts',
        find: 'update relay_state set epoch = epoch + 1 returning epoch, stream_identity as stream',
        replace: 'select epoch, stream_identity as stream from relay_state',
      },
      {
        file: 'nats/sql/advance-outbox.ts',
        find: 'export const advanceOutbox =',
        replace: 'let remembered = -1\nexport const advanceOutbox =',
      },
      {
        file: 'nats/sql/advance-outbox.ts',
        find: "name: 'advance-outbox',",
        replace: '',
      },
      {
        file: 'nats/sql/advance-outbox.ts',
        find: 'set pos = leader.last_pos + batch.n',
        replace: 'set pos = ${remembered < 0 ? "leader.last_pos" : remembered} + batch.n',
      },
      {
        file: 'nats/sql/advance-outbox.ts',
        find: 'return {\n      last: Number(first.last),',
        replace: 'remembered = Math.max(remembered, Number(first.last))\n    return {\n      last: Number(first.last),',
      },
      { file: 'nats/tables.ts', find: 'pos bigint unique,', replace: 'pos bigint,' },
    ],
    drill: {
      caughtBy: [12],
      provoke: { forMs: 5_000, steps: [], replicas: { rent: 2 } },
    },
  },
  {
    name: 'marked-before-acknowledged',
    what: 'the relay marks a row as published before the broker has it',
    without: REPAIR,
    changes: [
      noRepair,
      {
        file: 'nats/relay-pass.ts',
        find: '    const acknowledged = await publishInOrder(nats.jetstream(), context, unpublished, log)\n',
        replace:
          '    const acknowledged = unpublished.map(({ event }) => event.id)\n    this.#acknowledged = acknowledged\n    if (acknowledged.length > 0) await this.mark()\n    await publishInOrder(nats.jetstream(), context, unpublished, log)\n',
      },
    ],
    drill: {
      caughtBy: [13, 15],
      provoke: {
        forMs: 10_000,
        steps: [
          { fault: 'away', target: 'nats', atMs: 500, forMs: 5_000 },
          { fault: 'kill', target: 'rent', atMs: 4_000 },
          { fault: 'kill', target: 'payment', atMs: 4_000 },
        ],
      },
    },
  },
  {
    name: 'random-message-id',
    what: 'a message gets a new id whenever it is sent',
    changes: [
      {
        file: 'nats/relay-pass.ts',
        find: '{ ...event, producer, pos }',
        replace: '{ ...event, id: crypto.randomUUID(), producer, pos }',
      },
    ],
    drill: {
      caughtBy: [13, 16],
      provoke: { forMs: 3_000, steps: [] },
    },
  },
  {
    name: 'no-gap-repair',
    what: 'nobody asks the producer for what the broker has lost',
    changes: [noRepair],
    simulated: true,
    drill: {
      caughtBy: [13, 15],
      provoke: {
        forMs: 7_000,
        steps: [
          { fault: 'consumer-held', target: 'promotion', atMs: 500, forMs: 4_000 },
          { fault: 'messages-lost', target: 'stream', atMs: 3_500 },
        ],
      },
    },
  },
  {
    name: 'discard-old',
    what: 'the stream is bounded, and drops what is oldest when it is full',
    without: REPAIR,
    changes: [
      noRepair,
      {
        file: 'nats/stream.ts',
        find: 'discard: DiscardPolicy.New,',
        replace: 'discard: DiscardPolicy.Old, max_msgs: 20,',
      },
    ],
    drill: {
      caughtBy: [13, 15],
      provoke: { forMs: 8_000, steps: [{ fault: 'consumer-held', target: 'promotion', atMs: 500, forMs: 5_000 }] },
    },
  },
  {
    name: 'max-deliver-3',
    what: 'the broker gives a message up after three deliveries',
    without: REPAIR,
    changes: [noRepair, { file: 'nats/declare.ts', find: 'max_deliver: -1,', replace: 'max_deliver: 3,' }],
    drill: {
      caughtBy: [13, 15],
      provoke: { forMs: 8_000, steps: [{ fault: 'writes-fail', target: 'promotion', atMs: 500, forMs: 6_000 }] },
    },
  },
  {
    name: 'handled-again',
    what: 'a message that comes again is handled again',
    simulated: true,
    changes: handledAgain,
  },
  {
    name: 'handled-early',
    what: 'a version that is early is handled before those that it follows',
    simulated: true,
    changes: [
      {
        file: 'nats/inbox.ts',
        find: '} else if (event.aggregateversion > version + 1) {',
        replace: '} else if (event.aggregateversion < 0) {',
      },
    ],
  },
]

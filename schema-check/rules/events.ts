import type { Rule } from './rule.ts'

const v2 =
  'Publish a new version (….v2) beside the old one, move the consumers, and remove the old one when nobody reads it.'

export const eventRules = {
  'event-type-removed': {
    severity: 'error',
    area: 'events',
    about: 'An event type is not published any more. Whoever reads it waits for ever, without an error.',
    fix: 'Make sure that nobody reads it: remove consumers first, in a deployment of their own; then the event.',
  },
  'events-missing': {
    severity: 'warning',
    area: 'events',
    about: 'A glob of "events" in the configuration matches nothing: events that should be there are not checked.',
    fix: 'Correct the glob, or take it out if there are none.',
  },
  'event-type-added': {
    severity: 'notice',
    area: 'events',
    about: 'A new event type, or a new version of one. Nobody can have read it yet.',
    fix: 'Nothing.',
  },
  'event-owner-changed': {
    severity: 'error',
    area: 'events',
    about: 'Another subgraph publishes the event. Its outbox has positions of its own: consumers would count wrongly.',
    fix: v2,
  },
  'event-aggregate-changed': {
    severity: 'error',
    area: 'events',
    about:
      'The event belongs to another aggregate, the thing whose life it tells. Its versions, by which consumers order events, start anew.',
    fix: v2,
  },
  'event-transport-changed': {
    severity: 'error',
    area: 'events',
    about:
      'An event goes another way: by another channel, in another encoding, or not by a server any more. Readers wait where it was.',
    fix: 'Send it both ways until every reader has moved.',
  },
  'event-field-removed': {
    severity: 'error',
    area: 'events',
    about: 'A field that was promised within this version is not sent any more.',
    fix: `Keep sending it. Or: ${v2}`,
  },
  'event-field-optional': {
    severity: 'error',
    area: 'events',
    about: 'A field that was always sent may be left out.',
    fix: `Keep sending it. Or: ${v2}`,
  },
  'event-field-type-changed': {
    severity: 'error',
    area: 'events',
    about: 'A field is of another type, or may be null where it never was.',
    fix: `Add a field of another name beside it. Or: ${v2}`,
  },
  'event-value-added': {
    severity: 'warning',
    area: 'events',
    about: 'A field has a value that was not announced. Readers that list the values refuse it, others may misread it.',
    fix: 'Teach every consumer the value and deploy them first.',
  },
  'event-promise-loosened': {
    severity: 'warning',
    area: 'events',
    about:
      'A field may hold what it could not hold before: a wider range, a shorter text, another form. As a notice: further fields, or another value by default.',
    fix: 'Teach every consumer the wider range and deploy them first; or keep the promise.',
  },
  'event-promise-incomparable': {
    severity: 'warning',
    area: 'events',
    about: 'The promise changed in words that this check cannot compare, such as two regular expressions.',
    fix: 'Look at it. If it is deliberate, approve it or say it with the types that can be compared.',
  },
  'event-field-added': {
    severity: 'notice',
    area: 'events',
    about: 'A field is sent in addition. Readers take only what they ask for.',
    fix: 'Nothing. A consumer that reads it has to do without it in older messages.',
  },
  'event-promise-tightened': {
    severity: 'notice',
    area: 'events',
    about: 'More is promised than before. Yesterday’s messages do not keep it.',
    fix: 'Nothing, as long as consumers can read older messages (event-misreads-yesterday tells).',
  },
  'event-misreads-yesterday': {
    severity: 'error',
    area: 'events',
    about:
      'A consumer expects what older messages do not carry. The stream keeps them: replays, catch-ups and rebuilds would end as dead letters.',
    fix: 'Make the field optional or nullable in the consumer’s expectation, and give it a default.',
  },
  'event-deployed-consumer-breaks': {
    severity: 'error',
    area: 'events',
    about:
      'A consumer as it is deployed now cannot read what the new publisher sends: until it is replaced, dead letters.',
    fix: 'First deploy a consumer that reads both, then the publisher; that is two merges. Or keep the promise.',
  },
  'event-expectation-unmet': {
    severity: 'error',
    area: 'events',
    about: 'A consumer expects what the publisher does not promise: some messages will become dead letters.',
    fix: 'Promise it in what the publisher declares, or ask for less in the consumer.',
  },
  'event-unknown': {
    severity: 'error',
    area: 'events',
    about: 'A consumer reads an event type that nobody publishes.',
    fix: 'Correct the type, or publish it.',
  },
  'event-unread': {
    severity: 'error',
    area: 'events',
    about: 'Nobody reads the event, and no reason is stated why it is published.',
    fix: 'Remove it, or state the reason: `unread` of the event in the catalogue that "events" names.',
  },
  'event-unread-reason-stale': {
    severity: 'warning',
    area: 'events',
    about: 'A reason is stated why nobody reads the event, and somebody does.',
    fix: 'Remove the reason: `unread` of the event in the catalogue that "events" names.',
  },
  'event-owner-unclear': {
    severity: 'error',
    area: 'events',
    about:
      'An event has no owner: its type names another context than the subgraph that publishes it, or two publish it.',
    fix: 'Let one subgraph publish it, and name that in the type.',
  },
  'event-version-skipped': {
    severity: 'warning',
    area: 'events',
    about: 'A version of an event is not the one after the last: somebody will look for the one between.',
    fix: 'Number it in sequence.',
  },
  'event-consumer-added': {
    severity: 'notice',
    area: 'events',
    about: 'A consumer reads an event that it did not read before.',
    fix: 'Nothing. Older messages reach it too if its durable consumer starts at the beginning.',
  },
  'event-consumer-removed': {
    severity: 'notice',
    area: 'events',
    about: 'A consumer does not read an event any more.',
    fix: 'Nothing.',
  },
  'event-column-unfed': {
    severity: 'error',
    area: 'events',
    about:
      'A column of a table that is made of events (one of `projections` in the catalogue) is decided by no event: it would stay empty.',
    fix: 'Decide it by an event, or remove it. What does not come from events is named in `otherwise` of the catalogue.',
  },
  'event-field-unfed': {
    severity: 'error',
    area: 'events',
    about: 'A field of the read side’s GraphQL type has no column behind it.',
    fix: 'Add the column to the row and fold an event into it, or remove the field.',
  },
  'event-column-feed-lost': {
    severity: 'warning',
    area: 'events',
    about: 'An event, or a field of it, no longer decides what stands in a column of the read side.',
    fix: 'Look whether that is meant. Rows that are there were made as before: make them anew from the events.',
  },
  'event-snapshot-stale': {
    severity: 'error',
    area: 'events',
    about:
      'The file that "events" names is not what the code of "eventModule" says (only where the configuration has both). What was compared is the code; reviewers see the file.',
    fix: 'Write what the function eventCatalogue of that module returns to the file, and commit it.',
    final: true,
  },
  'event-base-unknown': {
    severity: 'notice',
    area: 'events',
    about: 'The base has no file of events: they can only be checked by themselves, not compared.',
    fix: 'Nothing; the next change is compared.',
  },
} as const satisfies Readonly<Record<string, Rule>>

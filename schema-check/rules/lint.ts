import type { Rule } from './rule.ts'

export const lintRules = {
  'lint-description-missing': {
    severity: 'warning',
    area: 'lint',
    about:
      'A type, field, argument or enum value has no description. The schema is the documentation that clients have.',
    fix: 'Say in one sentence what it means to a client, not what it is called.',
  },
  'lint-naming': {
    severity: 'warning',
    area: 'lint',
    about:
      'A name is not built as the others are: PascalCase types, camelCase fields and arguments, CONSTANT enum values, …Input.',
    fix: 'Rename it now: after the first client it cannot be renamed. The patterns are in `lint.naming` of the configuration.',
  },
  'lint-nullability-differs': {
    severity: 'warning',
    area: 'lint',
    about:
      'Subgraphs disagree whether a field or argument may be null. Composition takes the weaker promise for what is answered and the stricter demand for what is given.',
    fix: 'Let them say the same.',
  },
  'lint-list-unpaged': {
    severity: 'warning',
    area: 'lint',
    about:
      'A field answers a list of objects without a limit. One day the list is long, and every client gets all of it.',
    fix: 'Answer a connection with `first` and `after`; or approve it with the reason why the list stays short.',
  },
  'lint-list-item-nullable': {
    severity: 'warning',
    area: 'lint',
    about: 'An item of a list may be null, so every client has to handle holes in it.',
    fix: 'Make the items non-null: [Thing!].',
  },
  'lint-connection-shape': {
    severity: 'warning',
    area: 'lint',
    about: 'A connection is not as Relay’s specification has it, so that generic clients cannot page through it.',
    fix: 'Give the type `edges: [ThingEdge!]!` and `pageInfo: PageInfo!`, and the field that answers it `first` and `after`.',
  },
  'lint-payload-shape': {
    severity: 'warning',
    area: 'lint',
    about:
      'A mutation is not shaped as the others: one argument `input`, and a payload of its own that has `userErrors`.',
    fix: 'doThing(input: DoThingInput!): DoThingPayload! with userErrors: [UserError!]!.',
  },
  'lint-event-undescribed': {
    severity: 'warning',
    area: 'lint',
    about: 'Nothing says what an event tells. Its name and its fields are all that a consumer’s author has.',
    fix: 'Say it in one sentence: in `description` of the message or the JSON Schema, or in `about` of a catalogue.',
  },
  'lint-deprecated-without-reason': {
    severity: 'warning',
    area: 'lint',
    about: 'Something is deprecated, and clients are not told what to use instead.',
    fix: '@deprecated(reason: "Use … .")',
  },
} as const satisfies Readonly<Record<string, Rule>>

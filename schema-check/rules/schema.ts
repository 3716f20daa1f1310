import type { Rule } from './rule.ts'

const deprecate =
  'Keep it, mark it @deprecated(reason: "2026-01-31: Use … .") and remove it when `deprecatedForDays` have passed.'
const addBeside = 'Keep what there is, add the new beside it, move the clients, and remove the old one later.'

export const schemaRules = {
  'type-added': {
    severity: 'notice',
    area: 'schema',
    about: 'Clients see a new type.',
    fix: 'Nothing.',
  },
  'type-removed': {
    severity: 'notice',
    area: 'schema',
    about:
      'A type is gone, and with it all that led to it, which is told by itself. An operation that begins at it (Query, Mutation, Subscription) is an error.',
    fix: addBeside,
  },
  'type-kind-changed': {
    severity: 'error',
    area: 'schema',
    about: 'A name stands for another kind of type: an object was made a union, say. Selections and variables differ.',
    fix: 'Give the new type another name.',
  },
  'field-added': {
    severity: 'notice',
    area: 'schema',
    about: 'Clients can ask for a new field. Nobody does yet.',
    fix: 'Nothing.',
  },
  'field-removed': {
    severity: 'error',
    area: 'schema',
    about: 'A field is gone that was not even deprecated: every operation that asks for it is refused as a whole.',
    fix: deprecate,
  },
  'field-nullable': {
    severity: 'error',
    area: 'schema',
    about: 'A field, or an item of its list, may be null where it never was. Clients were promised that it is not.',
    fix: 'Keep the promise, or add a field of another name that may be null.',
  },
  'field-type-narrowed': {
    severity: 'notice',
    area: 'schema',
    about: 'A field that might have been null never is. Clients that look for null look in vain.',
    fix: 'Nothing; but never take it back.',
  },
  'field-type-changed': {
    severity: 'error',
    area: 'schema',
    about: 'A field answers something of another type than before.',
    fix: addBeside,
  },
  'argument-added': {
    severity: 'notice',
    area: 'schema',
    about: 'An argument that need not be given.',
    fix: 'Nothing.',
  },
  'argument-required-added': {
    severity: 'error',
    area: 'schema',
    about: 'A new argument has to be given and has no default: every operation without it is refused.',
    fix: 'Give it a default, or let it be null.',
  },
  'argument-removed': {
    severity: 'error',
    area: 'schema',
    about: 'An argument is gone: every operation that gives it is refused as a whole.',
    fix: deprecate,
  },
  'argument-loosened': {
    severity: 'notice',
    area: 'schema',
    about: 'An argument that had to be given need not be.',
    fix: 'Nothing.',
  },
  'argument-tightened': {
    severity: 'error',
    area: 'schema',
    about: 'An argument, or an item of its list, may not be null any more.',
    fix: 'Give it a default, and refuse null as a user error; or add another argument.',
  },
  'argument-null-refused': {
    severity: 'warning',
    area: 'schema',
    about:
      'An argument may not be null any more and has a default: who leaves it out is fine, who says null is refused.',
    fix: 'Look whether a client says null.',
  },
  'argument-type-changed': {
    severity: 'error',
    area: 'schema',
    about:
      'An argument is of another type. A variable has to have the type of its place, so Int for Float is refused too.',
    fix: addBeside,
  },
  'argument-default-changed': {
    severity: 'warning',
    area: 'schema',
    about: 'Who leaves the argument out gets something else than before.',
    fix: 'Look at the operations that leave it out. If that is meant, nothing.',
  },
  'input-field-added': {
    severity: 'notice',
    area: 'schema',
    about: 'A field of an input that need not be given.',
    fix: 'Nothing.',
  },
  'input-field-required-added': {
    severity: 'error',
    area: 'schema',
    about: 'A new field of an input has to be given and has no default: what clients send today is refused.',
    fix: 'Give it a default, or let it be null and answer a user error when it matters.',
  },
  'input-field-removed': {
    severity: 'error',
    area: 'schema',
    about: 'A field of an input is gone: whoever sends it is refused.',
    fix: deprecate,
  },
  'input-field-loosened': {
    severity: 'notice',
    area: 'schema',
    about: 'A field of an input that had to be given need not be.',
    fix: 'Nothing.',
  },
  'input-field-tightened': {
    severity: 'error',
    area: 'schema',
    about: 'A field of an input, or an item of its list, may not be left out or null any more.',
    fix: 'Give it a default, and refuse null as a user error; or add another field.',
  },
  'input-field-null-refused': {
    severity: 'warning',
    area: 'schema',
    about: 'A field of an input may not be null any more and has a default: who says null is refused.',
    fix: 'Look whether a client says null.',
  },
  'input-field-type-changed': {
    severity: 'error',
    area: 'schema',
    about: 'A field of an input is of another type. Values that clients send today may be refused.',
    fix: addBeside,
  },
  'input-field-default-changed': {
    severity: 'warning',
    area: 'schema',
    about: 'Who leaves the field of an input out gets something else than before.',
    fix: 'Look at the clients that leave it out. If that is meant, nothing.',
  },
  'input-one-of-added': {
    severity: 'error',
    area: 'schema',
    about: 'Of an input’s fields exactly one may be given now (@oneOf); more were allowed.',
    fix: addBeside,
  },
  'input-one-of-removed': {
    severity: 'notice',
    area: 'schema',
    about: 'More than one of an input’s fields may be given (no longer @oneOf).',
    fix: 'Nothing.',
  },
  'enum-value-added-to-input': {
    severity: 'notice',
    area: 'schema',
    about: 'Clients may give a value more. The enum is never answered, so no client has to understand it.',
    fix: 'Nothing.',
  },
  'enum-value-added-to-output': {
    severity: 'warning',
    area: 'schema',
    about: 'Clients may be answered a value that they were not built for.',
    fix: 'Look whether the clients of the operations have a default case; if not, deploy them first.',
  },
  'enum-value-removed-from-input': {
    severity: 'error',
    area: 'schema',
    about: 'A value that clients may give is refused.',
    fix: deprecate,
  },
  'enum-value-removed-from-output': {
    severity: 'warning',
    area: 'schema',
    about: 'A value is not answered any more. Nothing is refused; clients that were generated with it have to be anew.',
    fix: 'Look whether records with that value are left: reading one of them would fail.',
  },
  'union-member-added': {
    severity: 'warning',
    area: 'schema',
    about: 'Clients may be answered a type that they have no fragment for.',
    fix: 'Look whether the clients of the operations do without it; if not, deploy them first.',
  },
  'union-member-removed': {
    severity: 'error',
    area: 'schema',
    about: 'A union has a member less: operations with a fragment for it are refused.',
    fix: 'Keep the member, even if it is never answered, until no client names it.',
  },
  'implementation-added': {
    severity: 'warning',
    area: 'schema',
    about: 'An interface has an implementation more: clients may be answered a type that they have no fragment for.',
    fix: 'Look whether the clients of the operations do without it.',
  },
  'implementation-removed': {
    severity: 'error',
    area: 'schema',
    about: 'A type does not implement an interface any more: operations with a fragment for it are refused.',
    fix: addBeside,
  },
  'scalar-meaning-changed': {
    severity: 'warning',
    area: 'schema',
    about: 'A scalar is specified elsewhere (@specifiedBy): clients may read or write it wrongly.',
    fix: 'Look whether every value that was valid still is; if not, make a new scalar.',
  },
  'directive-added': {
    severity: 'notice',
    area: 'schema',
    about: 'Clients can use a new directive in operations.',
    fix: 'Nothing.',
  },
  'directive-removed': {
    severity: 'error',
    area: 'schema',
    about: 'A directive, or a place where it may stand, is gone: operations that use it there are refused.',
    fix: 'Keep it, without effect, until no client uses it.',
  },
  'directive-not-repeatable': {
    severity: 'error',
    area: 'schema',
    about: 'A directive may stand only once in a place: operations in which it stands twice are refused.',
    fix: 'Keep it repeatable until no client says it twice.',
  },
  'guard-added': {
    severity: 'error',
    area: 'schema',
    about: 'What everybody could read asks for a login, a scope or a policy: who has none is refused.',
    fix: 'Add it beside, move the clients that have no login, and guard the old one when nobody is left.',
  },
  'guard-changed': {
    severity: 'error',
    area: 'schema',
    about:
      'Other scopes or policies are asked for than before: some who could read it cannot, and some who could not may.',
    fix: 'Give the new scopes to who needs them first; then approve it.',
  },
  'guard-removed': {
    severity: 'error',
    area: 'schema',
    about: 'What asked for a login, a scope or a policy is open to everybody, or to more than before.',
    fix: 'Put it back, unless it is meant to be public: then approve it and say why.',
  },
  'cost-raised': {
    severity: 'warning',
    area: 'schema',
    about:
      'An operation counts as more than before (@cost, @listSize): one near the limit of a router that counts costs is refused.',
    fix: 'Look at the cost of the operations that are named, and raise the limit first if they need it.',
  },
  'cost-lowered': {
    severity: 'notice',
    area: 'schema',
    about: 'An operation counts as less than before (@cost, @listSize).',
    fix: 'Nothing.',
  },
  'slicing-required': {
    severity: 'error',
    area: 'schema',
    about:
      'A list has to be given one of its slicing arguments (@listSize): a router that counts costs refuses operations without.',
    fix: 'Say requireOneSlicingArgument: false with an assumedSize, until every client gives one.',
  },
  deprecated: {
    severity: 'notice',
    area: 'schema',
    about: 'Something is deprecated from now on. The operations that use it are named.',
    fix: 'Move them. After `deprecatedForDays` it can be removed.',
  },
  undeprecated: {
    severity: 'notice',
    area: 'schema',
    about: 'Something is not deprecated any more.',
    fix: 'Nothing.',
  },
  'deprecation-undated': {
    severity: 'warning',
    area: 'schema',
    about:
      'Nothing says since when something is deprecated, so it can never be old enough to be removed. The date stands in the reason: a shallow clone has no history to look into.',
    fix: '@deprecated(reason: "2026-01-31: Use … .") with the day of the deprecation.',
  },
  'deprecation-misdated': {
    severity: 'warning',
    area: 'schema',
    about:
      'A new deprecation, or a date that was changed, says a day that is not near today: it is how long clients had to move.',
    fix: 'Give the day on which this is merged.',
  },
  'removed-too-soon': {
    severity: 'error',
    area: 'schema',
    about:
      'Something is removed that was deprecated for less than `deprecatedForDays`, before the day of removal that its reason names (“Removal after 2026-01-31”, “will be removed on …”, “until …”), or nobody knows since when.',
    fix: 'Wait until it is old enough. If nobody uses it for certain, approve it and say why.',
  },
  'removed-after-deprecation': {
    severity: 'notice',
    area: 'schema',
    about:
      'Something is removed that was deprecated for long enough, or of which the reason names only a day of removal, and that has come.',
    fix: 'Nothing.',
  },
} as const satisfies Readonly<Record<string, Rule>>

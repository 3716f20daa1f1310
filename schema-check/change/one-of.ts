import type { Change } from './change.ts'

/** Of an input's fields exactly one may be given, or no longer has to be. */
export function oneOfChange(name: string, isOneOf: boolean): Change {
  return isOneOf
    ? {
        rule: 'input-one-of-added',
        coordinate: name,
        message: `of the fields of ${name} exactly one may be given`,
        seenIn: 'head',
        // What an operation gives in its text is validated; what it will give in variables, nobody knows.
        reaches: [`$${name}`],
      }
    : {
        rule: 'input-one-of-removed',
        coordinate: name,
        message: `more than one field of ${name} may be given`,
        seenIn: 'head',
        reaches: [],
      }
}

import { GraphQLError } from 'graphql'
import { isJsonObject, own, put, type JsonObject } from './json.ts'

/** Between two fetches for one answer the lists became others, or the objects in them. */
export class ChangedMeanwhile extends GraphQLError {
  override readonly name = 'ChangedMeanwhile'

  constructor() {
    super('What two fetches found differs, for it changed in between; try again.', {
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', reason: 'CHANGED_MEANWHILE' },
    })
  }
}

/** Takes what another plan found of the same objects, by their place. Throws ChangedMeanwhile when they are not the same. */
export function mergeAlike(target: JsonObject, found: JsonObject): void {
  for (const [key, value] of Object.entries(found)) {
    const known = own(target, key)
    if (known === undefined) put(target, key, value)
    else mergeValues(key, known, value)
  }
}

function mergeValues(key: string, known: unknown, value: unknown): void {
  // Of what one of them did not get the errors tell.
  if (known === null || value === null) return
  if (Array.isArray(known) && Array.isArray(value)) {
    if (known.length !== value.length) throw new ChangedMeanwhile()
    known.forEach((item, index) => mergeValues(key, item, value[index]))
  } else if (isJsonObject(known) && isJsonObject(value)) {
    mergeAlike(known, value)
  } else if (known !== value && isIdentity(key)) {
    throw new ChangedMeanwhile()
  }
}

const isIdentity = (key: string) => key === 'id' || key === '__typename'

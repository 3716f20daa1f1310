import { isUtf8 } from 'node:buffer'
import { isEventIds, type Consistency } from '@ebook/chassis/consistency'
import { keepText, LONG_TEXT } from '../executor/json-text.ts'
import type { SubgraphAnswer } from '../executor/subgraph-source.ts'
import type { Response } from '../http-client/response-reader.ts'
import { BadAnswer } from './subgraph-unavailable.ts'

export type Answer = Pick<Response, 'status' | 'body'>

/**
 * With these a subgraph speaks to the client: bad variables are 400, a token that has just expired is 401. With any
 * other, such as 403 for the router's secret or 413, it speaks to us, and its errors would put the client in the wrong.
 */
const forTheClient: ReadonlySet<number> = new Set([200, 400, 401, 500, 503])

/**
 * The subgraph's GraphQL response. Throws BadAnswer for anything else, also for `_entities` of another number than
 * was asked for.
 */
export function readAnswer({ status, body }: Answer, entities: number | undefined): SubgraphAnswer {
  if (status === 403)
    throw new BadAnswer(
      'status 403: its SUBGRAPH_SECRET is not what `npm run subgraph-secrets` prints for our ROUTER_SECRET',
    )
  if (!forTheClient.has(status)) throw new BadAnswer(`status ${status}`)
  const answer = parse(body, status)
  const { data, errors } = answer
  const refused = Array.isArray(errors) && errors.length > 0
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isError)))
    throw new BadAnswer('errors are no errors')
  if (!isRecord(data) && !((data === null || data === undefined) && refused))
    throw new BadAnswer(`status ${status} without data`)
  if (entities !== undefined && isRecord(data)) {
    const { _entities } = data
    if (!Array.isArray(_entities) || _entities.length !== entities) {
      throw new BadAnswer('_entities do not match the representations')
    }
  }
  return answer
}

/** Takes what the subgraph says beside the data: which events a write rests on, and whether a read has seen what it must. */
export function hearConsistency({ extensions = {} }: SubgraphAnswer, consistency: Consistency): void {
  const { consistency: eventIds, consistencyReached } = extensions as Readonly<Record<string, unknown>>
  if (isEventIds(eventIds)) consistency.said(...eventIds)
  if (typeof consistencyReached === 'boolean') consistency.reached(consistencyReached)
}

/** It says nothing else, to the router or to the client. */
export const isAllData = (answer: object): boolean => Object.keys(answer).join() === 'data'

function parse(body: Buffer, status: number): SubgraphAnswer {
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'))
    if (isRecord(answer)) {
      if (body.length >= LONG_TEXT && isAllData(answer) && isUtf8(body)) keepText(answer, body)
      return answer
    }
  } catch {
    // What it was instead is nobody's business, and may hold what must not be logged.
  }
  throw new BadAnswer(`status ${status} with a body that is no JSON object`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isError(value: unknown): boolean {
  return isRecord(value) && typeof value['message'] === 'string'
}

import { GraphQLError } from 'graphql'
import { LARGEST_REQUEST_BYTES } from '@ebook/chassis/server'

/**
 * An operation that was accepted may grow on its way: fragments are written out, quotes escaped once more, the token
 * comes along. What a subgraph would refuse is not sent, for on a socket the refusal would end everybody's operations.
 */
export function isTooLarge(json: string): boolean {
  return Buffer.byteLength(json) > LARGEST_REQUEST_BYTES
}

export function operationTooLarge(subgraph: string, path?: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(`The operation is too large for the subgraph "${subgraph}" when it is written out.`, {
    ...(path !== undefined && { path }),
    extensions: { code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE', serviceName: subgraph },
  })
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerError } from './server.ts'

export interface RawAnswer {
  readonly status: number
  /** Why not, in a sentence; undefined when it was taken. */
  readonly refused?: string
}

/** What is posted by somebody who does not speak GraphQL and signs the very bytes: they are handed on as they came. */
export interface RawRoute {
  readonly path: string
  readonly largestBytes: number
  handle(body: Buffer, headers: FastifyRequest['headers']): Promise<RawAnswer>
}

/** From here on bodies within the scope are the bytes that came, whatever their type says they are. */
export function takeBytes(scope: FastifyInstance, largestBytes: number): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: largestBytes },
    async (_: unknown, body: Buffer) => body,
  )
}

/** `admit` is asked before the body is read. */
export function serveRaw(
  app: FastifyInstance,
  { path, largestBytes, handle }: RawRoute,
  admit: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  void app.register(async (scope) => {
    takeBytes(scope, largestBytes)
    scope.post(path, { onRequest: admit, bodyLimit: largestBytes }, async ({ body, headers }, reply) => {
      const { status, refused } = await handle(Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers)
      return refused === undefined ? reply.code(status).send() : answerError(reply, status, 'BAD_USER_INPUT', refused)
    })
  })
}

import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { answer } from '../testing/fake-subgraph.ts'
import { testRouter } from '../testing/router.ts'

test('C30 a client that asks and never reads the answer is cut off', async () => {
  const router = await testRouter({ env: { UNREAD_ANSWER_MS: '300' } })
  router.book.behave((response) => answer(response, { data: { me: 'x'.repeat(15_000_000) } }))
  const socket = connect(router.port, '127.0.0.1')
  const body = JSON.stringify({ query: '{ me }' })
  const head = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  socket.pause()
  socket.write(head + body)
  const { promise: cut, resolve } = Promise.withResolvers<string>()
  socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(code))
  // Who does not read hears of the end only by writing.
  const knocking = setInterval(() => socket.write('\r\n'), 50)
  onTestFinished(() => {
    clearInterval(knocking)
    socket.destroy()
  })
  expect(['ECONNRESET', 'EPIPE']).toContain(await cut)
  expect(router.book.received).toHaveLength(1)
})

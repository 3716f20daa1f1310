import { createServer } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'

/**
 * What this machine can do at all, in place of the router: what comes from the view goes to everybody who is connected, as
 * `ws` is used everywhere, with nothing to find out, to sign or to hold back.
 */
const subscribed = new Set<WebSocket>()
let sent = 0
let upstream: WebSocket | undefined

const server = createServer(({ url }, response) => {
  const { user, system } = process.cpuUsage()
  const counted = { ebook_router_payloads_total: sent, ebook_router_subscriptions: subscribed.size }
  const metrics = Object.entries({ ...counted, process_cpu_seconds_total: (user + system) / 1e6 })
  response.end(
    url === '/metrics' ? metrics.map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}\n`).join('') : 'ok',
  )
})
new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' }).on('connection', (socket) => {
  let authorization = ''
  socket.on('message', (text) => {
    const { type, payload } = JSON.parse(String(text))
    if (type === 'connection_init') {
      authorization = payload.authorization
      socket.send('{"type":"connection_ack"}')
    }
    if (type !== 'subscribe') return
    subscribed.add(socket)
    upstream ??= listen({ query: payload.query, extensions: { authorization, live: { begin: 'now' } } })
  })
  socket.on('close', () => {
    subscribed.delete(socket)
    if (subscribed.size === 0) upstream = void upstream?.close()
  })
})
server.listen(Number(process.env['PORT']), process.env['HOST'])
process.on('SIGTERM', () => process.exit(0))

function listen(payload: object): WebSocket {
  const view = new WebSocket(process.env['DASHBOARD_URL'] ?? '', 'graphql-transport-ws', { perMessageDeflate: false })
  view.on('open', () => {
    view.send('{"type":"connection_init"}')
    view.send(JSON.stringify({ id: '1', type: 'subscribe', payload }))
  })
  view.on('message', (data) => {
    const text = String(data)
    if (!text.includes('"dashboardChanged"')) return
    for (const socket of subscribed) socket.send(text)
    sent += subscribed.size
  })
  return view
}

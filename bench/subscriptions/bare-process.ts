import { once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Asked, Told } from './bare-fan-out.ts'
import { listening } from './listening.ts'

/** As `ws` is used everywhere: one text to everybody, with nothing to find out, to sign or to hold back. */
const subscribed = new Set<WebSocket>()
let sent = 0

const server = createServer()
new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' }).on('connection', (socket) => {
  socket.on('message', (text) => {
    const { type } = JSON.parse(String(text)) as { type: string }
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
    if (type === 'subscribe') subscribed.add(socket)
  })
  socket.on('close', () => subscribed.delete(socket))
})
const { origin } = await listening(server)

process.on('message', (asked: Asked) => {
  if (asked.do === 'tell') {
    for (const socket of subscribed) socket.send(asked.text)
    sent += subscribed.size
    return
  }
  const { user, system } = process.cpuUsage()
  tell({ origin, sent, subscribed: subscribed.size, cpuSeconds: (user + system) / 1e6 })
})
void once(process, 'disconnect').then(() => process.exit(0))

function tell(told: Told): void {
  process.send?.(told)
}

import { connectNats } from '@ebook/nats/connection'
import { startOrderedConsumer } from '@ebook/nats/ordered-consumer'
import { readFileSync } from 'node:fs'
import { createLogger } from '@ebook/chassis/log'
const secrets = JSON.parse(readFileSync('/tmp/dd/secrets.json', 'utf8'))
const state = JSON.parse(readFileSync('/tmp/dd/stack.json', 'utf8'))
const nats = await connectNats({ url: state.natsUrl, user: 'dashboard', password: secrets.nats.dashboard, name: 'x' })
;(async () => {
  for await (const s of nats.status()) console.log('status', s.type, String(s.data).slice(0, 300), s.permissionContext)
})()
const jsm = await nats.jetstreamManager({ checkAPI: false })
const c = startOrderedConsumer({
  nats,
  jsm,
  log: createLogger('x', 'debug'),
  from: undefined,
  onBatch: async (e, p) => {
    console.log('batch', e.length, p)
  },
  onUnreadable: console.log,
})
await new Promise((r) => setTimeout(r, 4000))
console.log(await c.pending(), (await jsm.streams.info('EBOOK')).state.messages)
await c.stop()
process.exit()

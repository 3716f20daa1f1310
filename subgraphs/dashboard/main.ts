import { readFileSync } from 'node:fs'
import { integer, readConfig, subgraphConfig, text } from '@ebook/chassis/config'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess } from '@ebook/chassis/process'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { closeNats, connectNats, type NatsConnection } from '@ebook/nats/connection'
import { PORTS } from '../subgraphs.ts'
import { deadLetterDesk } from './dead-letters/desk.ts'
import { startFeed, type Feed } from './feed/feed.ts'
import { openFile } from './file/dashboard-file.ts'
import { resolvers } from './resolvers.ts'
import { openView } from './subscriptions/open-view.ts'

const sdl = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')

await runProcess('dashboard', async ({ log, add, fail }) => {
  const config = readConfig({
    ...subgraphConfig(PORTS.dashboard),
    DASHBOARD_FILE: text(),
    VIEW_WAIT_MS: integer(5_000, { max: 60_000 }),
    RESUME_WINDOW: integer(1_000_000),
  })
  const registry = createRegistry('dashboard')

  const file = add('file', await openFile(config.DASHBOARD_FILE, (message) => log.warn(message)), (it) => it.close())
  const view = openView({ file, registry, waitMs: config.VIEW_WAIT_MS, resumeWindow: config.RESUME_WINDOW })
  add('hub', view.hub)
  let nats: NatsConnection | undefined = undefined
  let feed: Feed | undefined = undefined
  const desk = deadLetterDesk(() => nats)
  // In the order in which they stop, last first: as long as somebody is answered, the rows go on coming.
  add('nats', {}, () => nats && closeNats(nats))
  add('feed', {}, () => feed?.stop())
  // Before NATS, which is waited for: what the file knows can be asked for at once.
  add(
    'server',
    await startSubgraph({
      name: 'dashboard',
      sdl,
      resolvers: resolvers(view, desk),
      config,
      log,
      registry,
      readiness: async () => (feed ? feed.readiness() : 'NATS has not answered yet'),
    }),
  )
  const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config
  nats = await connectNats({ url, user, password, name: 'dashboard', log, onLost: fail })
  feed = await startFeed({
    file,
    nats,
    streamReplicas: config.NATS_STREAM_REPLICAS,
    log,
    registry,
    onApplied: (applied) => view.hub.hear(applied),
  })
})

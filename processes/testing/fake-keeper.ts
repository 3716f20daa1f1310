import { manage } from '../managed-process.ts'
import { nodeService } from '../services.ts'

/** Keeps a fake service on the port of its first argument, prints its pid, and waits to be killed. */
const spec = nodeService({
  name: 'fake',
  script: 'processes/testing/fake-service.ts',
  port: Number(process.argv[2]),
  dataDir: '/nowhere',
  env: {},
})
const kept = manage(spec, { restart: true })
await kept.start()
process.stdout.write(`${kept.pid}\n`)

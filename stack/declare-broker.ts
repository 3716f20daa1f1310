import { prepareBroker } from '@ebook/processes/broker'
import { BadArguments, readArguments, reportFailure } from './command-line.ts'
import { defaultDataDir, layoutOf, readSecrets, readState } from './data-dir.ts'

const usage = `Usage: npm run broker:declare

Makes the stream and the durable of each context in NATS what this version says they are: at a deployment, before the
subgraphs of this version start, and on a store that is new. What is there keeps its place and its messages; repeating it
changes nothing. Nobody else can: the users of the contexts may not make, change or delete either.

  DATA_DIR                the stack's (.data)
  NATS_URL, NATS_OPS_PASSWORD   instead of what DATA_DIR says
  NATS_STREAM_REPLICAS    3 on a cluster (1)

Exit code: 0 it is so, 2 NATS cannot be asked, 3 the arguments cannot be used.`

const COULD_NOT = 2

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(usage)
  if (positionals.length > 0) throw new BadArguments('it takes no arguments')
  const given = (name: string) => process.env[name]?.trim() || undefined
  const layout = layoutOf(defaultDataDir())
  const url = given('NATS_URL') ?? (await readState(layout))?.natsUrl
  const password = given('NATS_OPS_PASSWORD') ?? (await readSecrets(layout))?.nats.ops
  if (url === undefined || password === undefined) {
    throw new BadArguments(`no stack was ever started on ${layout.dataDir}: set NATS_URL and NATS_OPS_PASSWORD`)
  }
  const replicas = given('NATS_STREAM_REPLICAS') ?? '1'
  if (!/^[1-5]$/.test(replicas)) throw new BadArguments(`NATS_STREAM_REPLICAS is "${replicas}"; expected 1 to 5`)
  try {
    await prepareBroker({ url, password, streamReplicas: Number(replicas) })
    console.log('the stream and its durables are as declared')
  } catch (error) {
    console.error(`NATS on ${url} cannot be asked: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = COULD_NOT
  }
}

await main().catch((error: unknown) => reportFailure(error, usage))

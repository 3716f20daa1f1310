import { prepareBroker } from '@ebook/processes/broker'
import { natsAccess } from './access.ts'
import { BadArguments, EXIT, readArguments, reportFailure } from './command-line.ts'

const usage = `Usage: npm run broker:declare

Makes the stream and the durable of each context in NATS what this version says they are: at a deployment, before the
subgraphs of this version start, and on a store that is new. What is there keeps its place and its messages; repeating it
changes nothing. Nobody else can: the users of the contexts may not make, change or delete either.

  DATA_DIR                the stack's (.data)
  NATS_URL, NATS_OPS_PASSWORD   instead of what DATA_DIR says
  NATS_STREAM_REPLICAS    3 on a cluster (1)

Exit code: 0 it is so, 2 there is no NATS, or it cannot be asked, 3 the arguments cannot be used.`

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(usage)
  if (positionals.length > 0) throw new BadArguments('it takes no arguments')
  const { url, password } = await natsAccess(process.env, 'ops', 'NATS_OPS_PASSWORD')
  const replicas = process.env['NATS_STREAM_REPLICAS']?.trim() || '1'
  if (!/^[1-5]$/.test(replicas)) throw new BadArguments(`NATS_STREAM_REPLICAS is "${replicas}"; expected 1 to 5`)
  try {
    await prepareBroker({ url, password, streamReplicas: Number(replicas) })
    console.log('the stream and its durables are as declared')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const advice = /authorization/i.test(why)
      ? 'NATS_OPS_PASSWORD that of its configuration'
      : 'it running, and NATS_URL right'
    console.error(`NATS on ${url} cannot be asked: ${why}; is ${advice}?`)
    process.exitCode = EXIT.couldNot
  }
}

await main().catch((error: unknown) => reportFailure(error, usage))

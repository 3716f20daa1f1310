import { connectNats } from '@ebook/nats/connection'
import { askDeadLetters, askReplay } from '@ebook/nats/dead-letter-service'
import { ServiceUnavailable } from '@ebook/nats/service'
import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'
import { defaultDataDir, layoutOf, readSecrets, readState } from '@ebook/stack/data-dir'

const usage = `Usage: npm run dead-letters -- list [--limit 20]
       npm run dead-letters -- replay CONSUMER ID

Messages that could not be handled, at each consumer, newest first; and handling one of them once more, after what was
wrong has been mended. Replaying one twice changes nothing.

  --limit N   how many of each consumer, 1 to 100

  DATA_DIR                           the stack's (.data)
  NATS_URL, NATS_USER, NATS_PASSWORD instead of what DATA_DIR says (the user ops)

Exit code: 0 done, 1 a consumer could not be asked or a replay failed, 3 the arguments cannot be used.`

const CONSUMERS = ['book', 'rent', 'payment', 'promotion'] as const
type Consumer = (typeof CONSUMERS)[number]

/** Neither the environment nor DATA_DIR says where NATS is; the message says what to do. */
class NoStack extends Error {
  override readonly name = 'NoStack'
}

async function settings(env: NodeJS.ProcessEnv) {
  const layout = layoutOf(defaultDataDir(env))
  const url = env['NATS_URL'] ?? (await readState(layout))?.natsUrl
  const password = env['NATS_PASSWORD'] ?? (await readSecrets(layout))?.nats.ops
  if (url === undefined || password === undefined) {
    throw new NoStack(
      `no stack was ever started on ${layout.dataDir}. Run \`npm start\` first, set DATA_DIR, or set NATS_URL and NATS_PASSWORD.`,
    )
  }
  return { url, user: env['NATS_USER'] ?? 'ops', password, name: 'dead-letters' }
}

type Nats = Awaited<ReturnType<typeof connectNats>>

async function list(nats: Nats, limit: number): Promise<boolean> {
  let everybodyAnswered = true
  for (const consumer of CONSUMERS) {
    try {
      const letters = await askDeadLetters(nats, consumer, limit)
      console.log(`${consumer}: ${letters.length === 0 ? 'none' : letters.length}`)
      for (const { id, status, event_type, attempts, first_failed_at, error } of letters) {
        console.log(`  ${id}  ${status}  ${event_type ?? 'no event'}  ${attempts} attempts since ${first_failed_at}`)
        console.log(`    ${error.split('\n')[0]}`)
      }
    } catch (error) {
      if (!(error instanceof ServiceUnavailable)) throw error
      everybodyAnswered = false
      console.error(`${consumer}: does not answer; is the process running?`)
    }
  }
  return everybodyAnswered
}

async function replay(nats: Nats, consumer: Consumer, id: string): Promise<boolean> {
  const { kind, reason } = await askReplay(nats, consumer, id)
  console.log(reason === undefined ? kind : `${kind}: ${reason}`)
  return kind === 'replayed' || kind === 'already replayed'
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { limit: { type: 'string', default: '20' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const run = readCommand(positionals, values.limit)
  const nats = await connectNats(await settings(process.env))
  try {
    if (!(await run(nats))) process.exitCode = 1
  } finally {
    await nats.close()
  }
}

function readCommand([verb, ...rest]: readonly string[], limit: string): (nats: Nats) => Promise<boolean> {
  if (verb === 'list' && rest.length === 0) {
    const most = /^\d{1,3}$/.test(limit) ? Number(limit) : 0
    if (most < 1 || most > 100) throw new BadArguments(`--limit is "${limit}"; expected 1 to 100`)
    return (nats) => list(nats, most)
  }
  const [name, id] = rest
  if (verb === 'replay' && name !== undefined && id !== undefined && rest.length === 2) {
    const consumer = CONSUMERS.find((one) => one === name)
    if (consumer === undefined) throw new BadArguments(`"${name}" is no consumer; expected ${CONSUMERS.join(', ')}`)
    if (!/^[0-9a-f-]{36}$/i.test(id)) throw new BadArguments(`"${id}" is no id of a dead letter; \`list\` shows them`)
    return (nats) => replay(nats, consumer, id)
  }
  throw new BadArguments('Say `list`, or `replay CONSUMER ID`.')
}

await main().catch((error: unknown) => reportFailure(error, usage))

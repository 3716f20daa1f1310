import { KEEPERS, letterId, readLetterId, type Keeper } from '@ebook/dashboard/dead-letters/letter-id'
import { connectNats } from '@ebook/nats/connection'
import { askDeadLetters, askReplay } from '@ebook/nats/dead-letter-service'
import { ServiceTimeout, ServiceUnavailable } from '@ebook/nats/service'
import { natsAccess } from '@ebook/stack/access'
import { BadArguments, EXIT, readArguments, reportFailure } from '@ebook/stack/command-line'

const usage = `Usage: npm run dead-letters -- list [--limit 20] [--all]
       npm run dead-letters -- replay ID

Messages that could not be handled and wait for a replay, at each consumer, newest first; and handling one of them once
more, after what was wrong has been mended. Replaying one twice changes nothing. The API offers librarians the same, with
the same ids: the operations DeadLetters and ReplayDeadLetter.

  --limit N   how many of each consumer, 1 to 100
  --all       those that were replayed too

  DATA_DIR                           the stack's (.data)
  NATS_URL, NATS_USER, NATS_PASSWORD instead of what DATA_DIR says (the user ops)

Exit code: 0 done, 1 a replay failed, 2 a consumer could not be asked, 3 the arguments cannot be used.`

type Nats = Awaited<ReturnType<typeof connectNats>>

async function list(nats: Nats, limit: number, all: boolean): Promise<number> {
  let outcome: number = EXIT.fine
  for (const keeper of KEEPERS) {
    try {
      const { letters, total } = await askDeadLetters(nats, keeper, { limit, status: all ? undefined : 'DEAD' })
      const more = total > letters.length ? `, the newest ${letters.length}` : ''
      console.log(`${keeper}: ${total === 0 ? 'none' : `${total}${more}`}`)
      for (const { id, consumer, status, event_id, event_type, attempts, first_failed_at, error } of letters) {
        console.log(`  ${letterId(consumer, id)}  ${status}  ${attempts} attempts, put aside ${first_failed_at}`)
        console.log(`    ${event_id === null ? 'no event' : `${event_type} ${event_id}`}`)
        console.log(`    ${error.split('\n')[0]}`)
      }
    } catch (error) {
      if (!(error instanceof ServiceUnavailable || error instanceof ServiceTimeout)) throw error
      outcome = EXIT.couldNot
      console.error(`${keeper}: does not answer; is the process running?`)
    }
  }
  return outcome
}

async function replay(nats: Nats, keeper: Keeper, id: string): Promise<number> {
  const { kind, reason } = await askReplay(nats, keeper, id)
  console.log(reason === undefined ? kind : `${kind}: ${reason}`)
  return kind === 'replayed' || kind === 'already replayed' ? EXIT.fine : EXIT.notFine
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      limit: { type: 'string', default: '20' },
      all: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const run = readCommand(positionals, values)
  const nats = await connectNats({ ...(await natsAccess(process.env, 'ops')), name: 'dead-letters', patienceMs: 5_000 })
  try {
    process.exitCode = await run(nats)
  } finally {
    await nats.close()
  }
}

interface Options {
  readonly limit: string
  readonly all: boolean
}

function readCommand([verb, ...rest]: readonly string[], { limit, all }: Options): (nats: Nats) => Promise<number> {
  if (verb === 'list' && rest.length === 0) {
    const most = /^\d{1,3}$/.test(limit) ? Number(limit) : 0
    if (most < 1 || most > 100) throw new BadArguments(`--limit is "${limit}"; expected 1 to 100`)
    return (nats) => list(nats, most, all)
  }
  if (verb === 'replay' && rest.length > 0) {
    // As `list` shows it, or in two words.
    const place = rest.length <= 2 ? readLetterId(rest.join(':')) : undefined
    if (place === undefined) throw new BadArguments(`"${rest.join(' ')}" is no dead letter's id; \`list\` shows them`)
    return (nats) => replay(nats, place.keeper, place.id)
  }
  throw new BadArguments('Say `list`, or `replay ID`.')
}

await main().catch((error: unknown) => reportFailure(error, usage))

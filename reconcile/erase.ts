import { connectNats } from '@ebook/nats/connection'
import { ConsumersBehind, freeStream } from '@ebook/nats/free-stream'
import { ServiceTimeout, ServiceUnavailable } from '@ebook/nats/service'
import { natsAccess } from '@ebook/stack/access'
import { BadArguments, EXIT, readArguments, reportFailure } from '@ebook/stack/command-line'
import { defaultDataDir } from '@ebook/stack/data-dir'
import { databaseVariable, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { findInstallation, openInstallation } from './open-installation.ts'
import { whereaboutsOf } from './whereabouts-of.ts'

const usage = `Usage: npm run erase
       npm run erase -- --verify ID [--with ID]

Frees the stream in NATS of what was said of rentals that are nobody's any more, after every consumer has passed it: run it
once a day. What was rewritten in databases and files has been so before. It can be ended and repeated at any moment.

  --verify ID   looks for it (a member's subject, say, or a rental) in every table, file and message instead, and says where
                it stands; the library goes on knowing who its members are, so ask --with what they had
  --with ID     only where both stand in one row or message

  DATA_DIR            the stack's (.data)
  NATS_URL, NATS_USER, NATS_PASSWORD (the user ops), with --verify also ${WRITING_SUBGRAPHS.map(databaseVariable).join(', ')},
                      DASHBOARD_FILE, instead of what DATA_DIR says

Exit 0 done, or nowhere; 1 it stands somewhere; 2 it could not be done, or looked for; 3 bad arguments.`

type Nats = Awaited<ReturnType<typeof connectNats>>

async function free(nats: Nats): Promise<number> {
  try {
    const { events, subjects } = await freeStream(nats, WRITING_SUBGRAPHS)
    console.log(events === 0 ? 'there was nothing to erase' : `${events} messages of ${subjects} subjects are erased`)
    return EXIT.fine
  } catch (error) {
    if (error instanceof ServiceUnavailable || error instanceof ServiceTimeout) {
      console.error(`a subgraph does not answer (${error.message}): run it again when all of them run`)
    } else if (error instanceof ConsumersBehind) {
      console.error(`what was said before is ${error.message}: run it again when they have come so far`)
    } else throw error
    return EXIT.couldNot
  }
}

async function verify(nats: Nats, texts: readonly string[]): Promise<number> {
  const installation = await openInstallation(await findInstallation(defaultDataDir(process.env), process.env))
  try {
    const found = await whereaboutsOf(installation, nats, ...texts)
    for (const { place, times } of found) console.log(`${place}: ${times}`)
    if (found.length === 0) console.log('it stands nowhere')
    return found.length === 0 ? EXIT.fine : EXIT.notFine
  } finally {
    await installation.close()
  }
}

async function main(): Promise<void> {
  const { values } = readArguments({
    options: {
      verify: { type: 'string' },
      with: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(usage)
  const texts = [values.verify, values.with].filter((text) => text !== undefined)
  if (texts.some((text) => text.trim() === '')) throw new BadArguments('an ID that is looked for is not empty')
  if (values.verify === undefined && values.with !== undefined) throw new BadArguments('--with goes with --verify')
  const nats = await connectNats({ ...(await natsAccess(process.env, 'ops')), name: 'erase' })
  try {
    process.exitCode = texts.length > 0 ? await verify(nats, texts) : await free(nats)
  } finally {
    await nats.close()
  }
}

await main().catch((error: unknown) => reportFailure(error, usage))

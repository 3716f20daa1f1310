import { setTimeout as delay } from 'node:timers/promises'
import { connectNats, NatsUnreachable, type NatsConnection } from '@ebook/nats/connection'
import { ConsumersBehind, freeStream } from '@ebook/nats/free-stream'
import { ServiceTimeout, ServiceUnavailable } from '@ebook/nats/service'
import { natsAccess } from '@ebook/stack/access'
import { BadArguments, EXIT, readArguments, readNumber, reportFailure } from '@ebook/stack/command-line'
import { defaultDataDir } from '@ebook/stack/data-dir'
import { databaseVariable, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { findInstallation, openInstallation } from './open-installation.ts'
import { whereaboutsOf } from './whereabouts-of.ts'

const usage = `Usage: npm run erase [-- --every HOURS]
       npm run erase -- --verify ID [--with ID]

Frees the stream in NATS of what was said of rentals that are nobody's any more, after every consumer has passed it: run it
once a day. What was rewritten in databases and files has been so before. It can be ended and repeated at any moment.

  --every HOURS goes on, and does it again after so many (1 to 168), or after ten minutes where it could not be done
  --verify ID   looks for it (a member's subject, say, or a rental) in every table, file and message instead, and says where
                it stands, as a word of its own and how often of that as a whole value; and where a member's events bear it
                as their subject, which stays. The library goes on knowing who its members are, so ask --with what they had
  --with ID     only where both stand in one row or message

  DATA_DIR            the stack's (.data)
  NATS_URL, NATS_OPS_PASSWORD, with --verify also ${WRITING_SUBGRAPHS.map(databaseVariable).join(', ')},
                      DASHBOARD_FILE, instead of what DATA_DIR says

Exit 0 done, or nowhere; 1 it stands somewhere; 2 it could not be done, or looked for; 3 bad arguments.`

const PATIENCE_MS = 5_000
const AGAIN_MS = 600_000
const HOUR_MS = 3_600_000

async function asOps<Result>(work: (nats: NatsConnection) => Promise<Result>): Promise<Result> {
  // NATS_PASSWORD was what it asked for once.
  const variable = process.env['NATS_OPS_PASSWORD']?.trim() ? 'NATS_OPS_PASSWORD' : 'NATS_PASSWORD'
  const access = await natsAccess(process.env, 'ops', variable)
  const nats = await connectNats({ ...access, name: 'erase', patienceMs: PATIENCE_MS })
  try {
    return await work(nats)
  } finally {
    await nats.close()
  }
}

async function free(): Promise<number> {
  try {
    const { events, subjects } = await asOps((nats) => freeStream(nats, WRITING_SUBGRAPHS))
    console.log(events === 0 ? 'there was nothing to erase' : `${events} messages of ${subjects} subjects are erased`)
    return EXIT.fine
  } catch (error) {
    if (error instanceof ServiceUnavailable || error instanceof ServiceTimeout) {
      console.error(`a subgraph does not answer (${error.message}): run it again when all of them run`)
    } else if (error instanceof ConsumersBehind) {
      console.error(`what was said before is ${error.message}: run it again when they have come so far`)
    } else if (error instanceof NatsUnreachable) {
      console.error(error.message)
    } else if (error instanceof Error && error.name === 'NatsError') {
      console.error(`NATS did not answer (${error.message}): run it again, it goes on where it was`)
    } else throw error
    return EXIT.couldNot
  }
}

async function freeEvery(hours: number): Promise<never> {
  for (;;) {
    const done = await free()
    await delay(done === EXIT.fine ? hours * HOUR_MS : AGAIN_MS)
  }
}

async function verify(nats: NatsConnection, texts: readonly string[]): Promise<number> {
  const installation = await openInstallation(await findInstallation(defaultDataDir(process.env), process.env))
  try {
    const found = await whereaboutsOf(installation, nats, ...texts)
    for (const { place, times, whole } of found)
      console.log(`${place}: ${times}${whole === times ? '' : `, ${whole} of them as a whole value`}`)
    const [subject = '', ...others] = texts
    const asSubject = await whereaboutsOf(installation, nats, Buffer.from(subject).toString('base64url'), ...others)
    for (const { place, times } of asSubject) console.log(`${place}: ${times} as the subject of a member’s events`)
    if (found.length === 0) console.log('it stands nowhere')
    return found.length === 0 ? EXIT.fine : EXIT.notFine
  } finally {
    await installation.close()
  }
}

async function main(): Promise<void> {
  const { values } = readArguments({
    options: {
      every: { type: 'string' },
      verify: { type: 'string' },
      with: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(usage)
  const texts = [values.verify, values.with].filter((text) => text !== undefined)
  if (texts.some((text) => text.trim() === '')) throw new BadArguments('an ID that is looked for is not empty')
  if (values.verify === undefined && values.with !== undefined) throw new BadArguments('--with goes with --verify')
  if (values.every === undefined)
    process.exitCode = await (texts.length > 0 ? asOps((nats) => verify(nats, texts)) : free())
  else if (texts.length > 0) throw new BadArguments('--every does not go with --verify')
  else await freeEvery(readNumber('every', values.every, 1, 168))
}

await main().catch((error: unknown) => reportFailure(error, usage))

import { BadArguments, givenToken, readArguments, reportFailure } from '@ebook/stack/command-line'
import { lineOf } from './watch/line.ts'
import { watchDashboard } from './watch/watch-dashboard.ts'

const usage = `Usage: npm run watch -- [--rental ID] [--status STATUS] [--no-snapshot] [--resume CURSOR] [--json]

Prints the rentals of a member, or for a librarian those of everybody, as they are now, and then every change. A lost
connection is taken up again where it broke off. Ctrl-C ends it and prints the cursor to go on from.

  EBOOK_TOKEN      whose rentals: npm run -s token -- --sub alice --role MEMBER
  --token JWT      the same, but npm shows it in the process list; --token - reads it from standard input
  --rental ID      only this one
  --status STATUS  only those that stand so, and each once more when it has left; PAID: what waits for a decision
  --no-snapshot    only changes from now on
  --resume CURSOR  only what came after this cursor
  --json           a line is the payload as it came; what happens to the connection is on stderr in any case
  --url URL        the router (default: ws://localhost:$PORT/graphql, PORT 4000)

Exit code: 0 ended by Ctrl-C, 2 the token is not accepted or the router cannot be watched, 3 the arguments cannot be used.`

const STATUSES = ['RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING', 'RETURNED', 'EXPIRED', 'CANCELED']

function readRequest() {
  const { values } = readArguments({
    options: {
      token: { type: 'string' },
      rental: { type: 'string' },
      status: { type: 'string' },
      'no-snapshot': { type: 'boolean' },
      resume: { type: 'string' },
      json: { type: 'boolean', default: false },
      url: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return undefined
  const { rental, status, resume, json } = values
  const token = givenToken(values.token)
  if (token === undefined)
    throw new BadArguments('EBOOK_TOKEN or --token is missing: npm run -s token -- --sub alice --role MEMBER')
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw new BadArguments('the token is no JWT')
  if (status !== undefined && !STATUSES.includes(status)) {
    throw new BadArguments(`--status is "${status}"; expected one of ${STATUSES.join(', ')}`)
  }
  const url = (values.url ?? `ws://localhost:${process.env.PORT ?? 4000}/graphql`).replace(/^http/, 'ws')
  if (!/^wss?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new BadArguments(`--url is "${values.url}"; expected an address such as ws://localhost:4000/graphql`)
  }
  return {
    url,
    token,
    json,
    variables: { ...(rental !== undefined && { rentalId: rental }), ...(status !== undefined && { status }) },
    begin: { snapshot: !values['no-snapshot'], resumeFrom: resume },
  }
}

async function main(): Promise<void> {
  const request = readRequest()
  if (request === undefined) return console.log(usage)
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ending.abort())
  // Whoever read the lines has gone, as `head` does.
  process.stdout.on('error', () => process.exit(0))

  const cursor = await watchDashboard({
    ...request,
    onPayload: (payload) => console.log(request.json ? JSON.stringify(payload) : lineOf(payload, new Date())),
    onNews: (news) => console.error(`-- ${news}`),
    signal: ending.signal,
  })
  console.error(cursor === undefined ? '-- ended' : `-- ended; to go on from here: --resume ${cursor}`)
}

await main().catch((error: unknown) => reportFailure(error, usage))

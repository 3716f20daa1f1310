import { stackToken } from '@ebook/stack/access'
import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'

const usage = `Usage: npm run -s token -- --sub NAME --role MEMBER|ADMIN [--ttl 3600]

Prints a JWT that the development stack on this DATA_DIR accepts, and nothing else.

  --sub NAME    whose token: 1 to 255 printable ASCII characters
  --role ROLE   MEMBER or ADMIN; may be given twice
  --ttl SECONDS how long it lives, 1 to 2592000 (30 days)
  DATA_DIR      the stack's (.data)`

const ROLES = ['MEMBER', 'ADMIN'] as const
const LONGEST_TTL = 30 * 24 * 3_600

function readRequest(values: { sub?: string; role?: string[]; ttl?: string }) {
  const { sub, role: given, ttl = '3600' } = values
  if (sub === undefined) throw new BadArguments('--sub is missing: whose token?')
  if (!/^[\x20-\x7e]{1,255}$/.test(sub))
    throw new BadArguments(`--sub is "${sub}"; expected 1 to 255 printable ASCII characters`)
  if (given === undefined) throw new BadArguments(`--role is missing: ${ROLES.join(' or ')}`)
  const roles = given.map((name) => {
    const role = ROLES.find((one) => one === name)
    if (role === undefined) throw new BadArguments(`--role is "${name}"; expected ${ROLES.join(' or ')}`)
    return role
  })
  const seconds = /^\d{1,7}$/.test(ttl) ? Number(ttl) : 0
  if (seconds < 1 || seconds > LONGEST_TTL)
    throw new BadArguments(`--ttl is "${ttl}"; expected seconds, 1 to ${LONGEST_TTL}`)
  return { sub, roles: [...new Set(roles)], ttl: seconds }
}

async function main(): Promise<void> {
  const { values } = readArguments({
    options: {
      sub: { type: 'string' },
      role: { type: 'string', multiple: true },
      ttl: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  process.stdout.write(`${await stackToken(readRequest(values))}\n`)
}

await main().catch((error: unknown) => reportFailure(error, usage))

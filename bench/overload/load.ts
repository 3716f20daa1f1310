import type { Entry } from '@ebook/reconcile/client-log'
import type { Stack } from '@ebook/stack/stack'
import { acknowledged } from '../books.ts'
import type { Answer, Router } from '../people.ts'
import { request } from '../request.ts'

export interface LoadSettings {
  readonly stack: Stack
  readonly router: Router
  /** Names the members: no two loads have one in common. */
  readonly name: string
  readonly titles: readonly string[]
  readonly clients: number
  readonly seconds: number
  /** Each rental is canceled as soon as its request is answered. */
  readonly cancels: boolean
}

/** Everything that clients were told. */
export interface Heard {
  readonly ms: number[]
  readonly paid: Set<string>
  readonly pending: Set<string>
  readonly cancelMs: number[]
  /** How often, by what was wrong. */
  readonly problems: Map<string, number>
  /** For the statements. */
  readonly log: Entry[]
}

const CANCEL = `mutation ($input: CancelRentalInput!) { cancelRental(input: $input) { outcome userErrors { code } } }`

/** Every client asks again as soon as it is answered, as `siege -c100 -t60S` did: nobody spares an overloaded system. */
export async function load(settings: LoadSettings): Promise<Heard> {
  const heard: Heard = {
    ms: [],
    paid: new Set(),
    pending: new Set(),
    cancelMs: [],
    problems: new Map(),
    log: [],
  }
  const deadline = performance.now() + settings.seconds * 1_000
  await Promise.all(
    Array.from({ length: settings.clients }, async (_, lane) => {
      for (let round = 0; performance.now() < deadline; round += 1) await rentOnce(settings, heard, lane, round)
    }),
  )
  return heard
}

/** A member may have one open rental of a title: after the last title the lane goes on as another member. */
async function rentOnce(settings: LoadSettings, heard: Heard, lane: number, round: number): Promise<void> {
  const { stack, router, name, titles, cancels } = settings
  const sub = `${name}-${lane}-${Math.floor(round / titles.length)}`
  const member = await tokenOf(stack, sub)
  const bookId = titles[(lane + round) % titles.length]
  const { ms, verdict } = await request(router, member, bookId, String(round))
  heard.ms.push(ms)
  if (verdict.kind === 'FAILED') return count(heard, verdict.problem)
  const { rentalId } = verdict
  heard[verdict.kind === 'PAID' ? 'paid' : 'pending'].add(rentalId)
  heard.log.push(acknowledged('RequestRental', sub, rentalId, String(round)))
  if (!cancels) return
  const canceled = await router.ask(member, CANCEL, { input: { rentalId } })
  heard.cancelMs.push(canceled.ms)
  const problem = problemOfCancellation(canceled)
  if (problem !== undefined) return count(heard, `cancelRental: ${problem}`)
  heard.log.push(acknowledged('CancelRental', sub, rentalId))
}

function count({ problems }: Heard, problem: string): void {
  problems.set(problem, (problems.get(problem) ?? 0) + 1)
}

const tokens = new Map<string, Promise<string>>()

/** To sign one for every request would be the greater part of what the clients do. */
function tokenOf(stack: Stack, sub: string): Promise<string> {
  const known = tokens.get(sub) ?? stack.token(sub, 'MEMBER', { ttl: 12 * 3_600 })
  tokens.set(sub, known)
  return known
}

const PROMISES = new Set(['REFUND_PENDING', 'CANCELING', 'CANCELED'])

/** Why a cancellation counts as failed; undefined when the member was told that the money comes back, or never went. */
export function problemOfCancellation({ payload, codes }: Pick<Answer, 'payload' | 'codes'>): string | undefined {
  if (codes.length > 0 || !payload) return codes.join(', ') || 'no answer'
  return PROMISES.has(payload['outcome']) ? undefined : `outcome ${payload['outcome']}`
}

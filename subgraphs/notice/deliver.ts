import type { Channel } from './facts.ts'
import { judge, MOST_ATTEMPTS, retryInMs, type Due, type Item, type Verdict } from './judge.ts'
import { isChosen, isUrgent } from './kinds.ts'
import type { NoticePorts } from './ports.ts'
import type { Message, Outcome, Sender } from './senders/sender.ts'
import { findDue, forgetDevice, nextDueInMs, settle, turn, type Turn } from './sql/deliveries.ts'
import { linkOf } from './words/link.ts'
import { filled, tell, variablesOf, WORDS } from './words/tell.ts'

/** So many at once: a transaction for all of them, then each is sent by itself. */
const AT_ONCE = 20
/** How long sending one may take. */
const SENDING_MS = 10_000
/** After so long whoever sends one is given up, and it is another's. */
const LEASE_MS = 30_000

type Ports = Pick<NoticePorts, 'db' | 'log' | 'settings' | 'counted'>

/** Sends what is due. Returns in how many milliseconds the next message will be. */
export async function deliverDue(ports: Ports, signal: AbortSignal): Promise<number | undefined> {
  // Nearly always there is nothing: that is one statement, and no transaction.
  const inMs = await nextDueInMs(ports.db)
  if (inMs === undefined || inMs > 0) return inMs
  for (;;) {
    const claimed = await claim(ports)
    if (claimed.length > 0) await Promise.all(claimed.map((one) => send(ports, one)))
    if (claimed.length < AT_ONCE || signal.aborted) return nextDueInMs(ports.db)
  }
}

interface Claimed {
  readonly due: Due
  readonly verdict: Extract<Verdict, { kind: 'send' }>
}

/** SENDING is committed before anything is sent: whoever finds it so knows that it may have been. */
async function claim({ db, settings, counted }: Ports): Promise<readonly Claimed[]> {
  return db.transaction().execute(async (tx) => {
    const { now, due } = await findDue(tx, AT_ONCE, settings)
    const judged = due.map((one) => {
      const repeatableForMs = settings.senders.get(one.channel)?.repeatableForMs
      return { due: one, verdict: judge(one, now, { repeatableForMs, kakaoAll: settings.kakaoAll }) }
    })
    await turn(
      tx,
      judged.map(({ due, verdict }) => turnOf(due.id, verdict, now)),
    )
    for (const { due, verdict } of judged) if (verdict.kind === 'never') counted(due.channel, verdict.status)
    return judged.flatMap(({ due, verdict }) => (verdict.kind === 'send' ? [{ due, verdict }] : []))
  })
}

function turnOf(id: string, verdict: Verdict, now: Date): Turn {
  switch (verdict.kind) {
    case 'send':
      return { id, status: 'SENDING', reason: null, inMs: LEASE_MS, begins: true }
    case 'later':
      return { id, status: 'PENDING', reason: null, inMs: verdict.at.getTime() - now.getTime(), begins: false }
    case 'never':
      return { id, status: verdict.status, reason: verdict.reason, inMs: 0, begins: false }
  }
}

async function send({ db, log, settings, counted }: Ports, { due, verdict }: Claimed): Promise<void> {
  const { id, channel } = due
  const sender = settings.senders.get(channel)
  if (sender === undefined) throw new Error(`${channel} is not configured, and was when it was judged`)
  const attempts = due.attempts + 1
  const outcome = await outcomeOf(sender, () => messageOf(due, verdict, settings))
  const again = outcome.kind === 'again' || outcome.kind === 'unknown'
  const status = again ? (attempts < MOST_ATTEMPTS ? 'PENDING' : 'FAILED') : outcome.kind === 'sent' ? 'SENT' : 'FAILED'
  const reason = outcome.kind === 'sent' ? null : outcome.why.slice(0, 500)
  if (status !== 'SENT')
    log.warn({ deliveryId: id, channel, attempts, outcome: outcome.kind, reason }, 'a notice was not sent')
  counted(channel, again ? 'PUT_OFF' : status)
  await settle(db, {
    id,
    attempts,
    status,
    reason,
    providerId: outcome.kind === 'sent' ? outcome.id : null,
    inMs: again ? retryInMs(attempts, outcome.kind === 'again' ? outcome.afterMs : 0) : 0,
    notSent: outcome.kind === 'again',
  })
  if (outcome.kind === 'never' && outcome.gone && verdict.to.channel === 'PUSH')
    await forgetDevice(db, verdict.to.endpoint)
}

async function outcomeOf(sender: Sender, compose: () => Message): Promise<Outcome> {
  try {
    return await sender.send(compose(), AbortSignal.timeout(SENDING_MS))
  } catch (error) {
    // A sender never rejects: it is our message that cannot be made.
    return { kind: 'never', why: String(error) }
  }
}

function messageOf(
  { id, userId, channel, preferences }: Due,
  { to, items }: Extract<Verdict, { kind: 'send' }>,
  settings: Ports['settings'],
): Message {
  const { locale, discreet } = preferences
  const [first] = items
  if (first === undefined) throw new Error('a message without a notice')
  const link = new URL(items.length > 1 ? '/' : (linkOf(first.told.kind) ?? '/'), settings.webUrl).href
  return {
    key: id,
    to,
    locale,
    ...sentencesOf(items, discreet, preferences, settings),
    link,
    unsubscribe: unsubscribeOf(userId, channel, items, settings),
    parts: items.map(({ told }) => ({ kind: told.kind, variables: variablesOf(told, preferences, settings.codeOf) })),
    urgent: items.some(({ told, staleAt }) => isUrgent(told.kind, staleAt, new Date())),
    staleAt: new Date(Math.max(...items.map(({ staleAt }) => staleAt.getTime()))),
  }
}

function sentencesOf(
  items: readonly Item[],
  discreet: boolean,
  listener: Due['preferences'],
  settings: Ports['settings'],
) {
  const words = WORDS[listener.locale]
  // A code that nobody is told is none.
  if (discreet && items.every(({ told }) => told.kind !== 'CONTACT_CODE')) return words.discreet
  const told = items.map((item) => tell(item.told, listener, settings.codeOf))
  const [only] = told
  if (only !== undefined && told.length === 1) return only
  const { title } = filled(words.several, { count: String(told.length) })
  return { title, body: told.map((one) => `${one.title}\n${one.body}`).join('\n\n') }
}

/** Of several kinds, all of them: that is what whoever presses means. */
function unsubscribeOf(
  userId: string | null,
  channel: Channel,
  items: readonly Item[],
  { webUrl, stopTokens }: Ports['settings'],
): string | null {
  const kinds = new Set(items.map(({ told }) => told.kind).filter(isChosen))
  const [kind] = kinds
  if (userId === null || channel !== 'EMAIL' || kind === undefined) return null
  const token = stopTokens.make({ userId, channel, kind: kinds.size === 1 ? kind : '*' })
  return new URL(`/unsubscribe?token=${token}`, webUrl).href
}

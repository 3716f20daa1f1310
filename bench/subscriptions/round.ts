import type { Listening } from './rig.ts'

/** One round of changes, counted at both ends. */
export interface Round {
  readonly payloads: number
  readonly bytes: number
  readonly seconds: number
  readonly routerCpuSeconds: number
}

/** So many payloads may be under way: enough to keep the router busy, and far from what it would hold back for a client. */
const MOST_PAYLOADS = 40_000
const MOST_EVENTS = 500
const FEWEST_EVENTS = 4
/** Nothing comes for so long only when something is lost. */
const SILENCE_MS = 10_000

/**
 * So many changes for each member of the crowd, as fast as they are delivered. Throws unless
 * every client got each of its own exactly once and in order, and the router counted as many as they did.
 */
export async function round({ rig, crowd, audience }: Listening, changes: number): Promise<Round> {
  const { router, view } = rig
  const { name, members, clients } = crowd
  const audienceOfOne = clients / members.length
  const ahead = Math.min(MOST_EVENTS, Math.max(FEWEST_EVENTS, MOST_PAYLOADS / audienceOfOne))
  const payloads = changes * clients
  const { received: from, bytes: bytesBefore } = audience
  const before = await router.count()
  const began = performance.now()
  const more = async () => {
    if (await audience.more(SILENCE_MS)) return
    const { received, versions, problems } = audience
    const got = JSON.stringify({ received: received - from, versions, problems, view: view.problem })
    throw new Error(`${name}: ${payloads} payloads were due, and nothing comes any more: ${got}`)
  }
  let sent = 0
  for (let change = 0; change < changes; change += 1) {
    for (const member of members) {
      while ((sent - ahead + 1) * audienceOfOne > audience.received - from) await more()
      view.change(member)
      sent += 1
    }
  }
  while (audience.received - from < payloads) await more()
  const seconds = (performance.now() - began) / 1_000
  const after = await router.count()
  const { received, bytes, versions: heard, problems } = audience
  const versions = members.map((member) => view.versionOf(member))
  const wrong = [
    ...problems,
    ...(view.problem === undefined ? [] : [view.problem]),
    ...(received - from === payloads ? [] : [`${received - from} payloads came, ${payloads} were due`]),
    ...(after.payloads - before.payloads === payloads ? [] : ['the router counted others']),
    ...(heard.lowest === Math.min(...versions) ? [] : ['a client lacks the last change']),
    ...(heard.highest === Math.max(...versions) ? [] : ['a client has more than there is']),
  ]
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`)
  return { payloads, bytes: bytes - bytesBefore, seconds, routerCpuSeconds: after.cpuSeconds - before.cpuSeconds }
}

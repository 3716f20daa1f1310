import type { Crowd, Rig } from './rig.ts'

/** One round of changes, counted at both ends. */
export interface Round {
  readonly payloads: number
  readonly bytes: number
  readonly seconds: number
  readonly routerCpuSeconds: number
  readonly clientsCpuSeconds: number
}

/** So many payloads may be under way: enough to keep the router busy, and far from what it would hold back for a client. */
const MOST_PAYLOADS = 40_000
const MOST_EVENTS = 500
const FEWEST_EVENTS = 4
/** Nothing comes for so long only when something is lost. */
const SILENCE_MS = 10_000

/**
 * So many changes for each member of the crowd, as fast as they are delivered, or one after the other. Throws unless
 * every client got each of its own exactly once and in order, and the router counted as many as they did.
 */
export async function round(rig: Rig, crowd: Crowd, changes: number, oneByOne = false): Promise<Round> {
  const { router, view, audience } = rig
  const { name, members, clients } = crowd
  const audienceOfOne = clients / members.length
  const ahead = oneByOne ? 1 : Math.min(MOST_EVENTS, Math.max(FEWEST_EVENTS, MOST_PAYLOADS / audienceOfOne))
  const payloads = changes * clients
  const inspected = await audience.inspect(name)
  const deliveredBefore = await router.payloads()
  const from = inspected.received
  const cpuBefore = await router.cpuSeconds()
  const began = performance.now()
  const more = async () => {
    if (await audience.more(SILENCE_MS)) return
    const { versions, problems } = await audience.inspect(name)
    const got = JSON.stringify({ received: audience.received - from, versions, problems, view: view.problem })
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
  const routerCpuSeconds = (await router.cpuSeconds()) - cpuBefore
  const after = await audience.inspect(name)
  const versions = members.map((member) => view.versionOf(member))
  const wrong = [
    ...after.problems,
    ...(view.problem === undefined ? [] : [view.problem]),
    ...(after.received - from === payloads ? [] : [`${after.received - from} payloads came, ${payloads} were due`]),
    ...((await router.payloads()) - deliveredBefore === payloads ? [] : ['the router counted others']),
    ...(after.versions.lowest === Math.min(...versions) ? [] : ['a client lacks the last change']),
    ...(after.versions.highest === Math.max(...versions) ? [] : ['a client has more than there is']),
  ]
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`)
  const clientsCpuSeconds = (after.cpuMicros - inspected.cpuMicros) / 1e6
  return { payloads, bytes: after.bytes - inspected.bytes, seconds, routerCpuSeconds, clientsCpuSeconds }
}

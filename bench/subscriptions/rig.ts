import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { eventually } from '@ebook/clients/people'
import { Audience } from './audience.ts'
import type { Cores } from './cores.ts'
import { FakeView, QUERY, rentalOf } from './fake-view.ts'
import { startRouter, type RouterProcess, type Script } from './router-process.ts'

/** One real router between fakes that cost little: what it can do is what limits the figures. */
export interface Rig {
  readonly router: RouterProcess
  readonly view: FakeView
  readonly issuer: TestIssuer
}

export interface Crowd {
  readonly name: string
  readonly clients: number
  /** One, whose clients share a group, or as many as there are clients. */
  readonly members: readonly string[]
}

/** Who has subscribed, until they leave. */
export interface Listening {
  readonly rig: Rig
  readonly crowd: Crowd
  readonly audience: Audience
}

export function identical(clients: number, name = `${clients} identical`): Crowd {
  return { name, clients, members: [`the-one-of-${clients}`] }
}

export function different(clients: number): Crowd {
  const members = Array.from({ length: clients }, (_, index) => `of-${clients}-member-${index}`)
  return { name: `${clients} different`, clients, members }
}

export async function onRig<T>(
  cores: Cores,
  work: (rig: Rig) => Promise<T>,
  script: Script = 'router/main.ts',
): Promise<T> {
  const issuer = await startTestIssuer()
  const view = await new FakeView().start()
  const env = { OIDC_ISSUER: issuer.url, DASHBOARD_URL: view.url }
  const router = await startRouter(script, env, cores.router)
  try {
    return await work({ router, view, issuer })
  } finally {
    await router.stop()
    await Promise.all([view.stop(), issuer.stop()])
  }
}

/** Longer than a measurement. */
const AN_HOUR_S = 3_600

/** Subscribes so many clients, all of one member or each of a member of its own, and waits until all of them are live. */
export async function listen(rig: Rig, crowd: Crowd): Promise<Listening> {
  const { router, view, issuer } = rig
  const [before, upstream] = [(await router.count()).subscriptions, view.operations + crowd.members.length]
  const exp = Math.floor(Date.now() / 1_000) + AN_HOUR_S
  const tokens = await Promise.all(crowd.members.map((sub) => issuer.token({ sub, exp })))
  const hearings = Array.from({ length: crowd.clients }, (_, index) => {
    const at = index % crowd.members.length
    const member = crowd.members[at] ?? ''
    return { token: tokens[at] ?? '', holds: `"rentalId":"${rentalOf(member)}"`, version: view.versionOf(member) }
  })
  const audience = new Audience()
  await audience.open(router.url, QUERY, hearings)
  await eventually(`the router serves ${crowd.name}`, async () => {
    return view.operations >= upstream && (await router.count()).subscriptions === before + crowd.clients
  })
  return { rig, crowd, audience }
}

/** The clients of a crowd go; fulfilled when the router has let go of all they had. */
export async function leave({ rig: { router, view }, crowd, audience }: Listening): Promise<void> {
  const [before, upstream] = [(await router.count()).subscriptions, view.operations - crowd.members.length]
  audience.close()
  await eventually(`the router has forgotten ${crowd.name}`, async () => {
    return view.operations <= upstream && (await router.count()).subscriptions === before - crowd.clients
  })
}

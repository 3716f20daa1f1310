import { Audience } from './audience.ts'
import type { Cores } from './cores.ts'
import { startFakeSubgraph } from './fake-subgraph.ts'
import { FakeView, rentalOf } from './fake-view.ts'
import { startIssuer, type Issuer } from './issuer.ts'
import { startRouter, type RouterProcess, type Server } from './router-process.ts'
import { until } from '../until.ts'

export interface Rig {
  readonly router: Server
  readonly view: Pick<FakeView, 'operations' | 'change' | 'versionOf' | 'problem'>
  readonly audience: Audience
  readonly issuer: Issuer
  stop(): Promise<void>
}

/** One real router between fakes that cost little: what it can do is what limits the figures. */
export interface RouterRig extends Rig {
  readonly router: RouterProcess
}

export const AUTHORS = ['A. Measured', 'B. Measured']
export const SEATS_FREE = 3
export const RENEWALS = 1

export async function startRig(cores: Cores): Promise<RouterRig> {
  const issuer = await startIssuer()
  const view = await new FakeView().start()
  const book = await startFakeSubgraph(({ id = '' }) => {
    return { __typename: 'Book', id, title: 'A Measured Title', authors: AUTHORS, seatsFree: SEATS_FREE }
  })
  const rent = await startFakeSubgraph(({ id = '' }) => {
    return { __typename: 'Rental', id, status: 'PAID', renewalCount: RENEWALS }
  })
  const audience = new Audience(cores.others)
  const env = {
    OIDC_ISSUER: issuer.origin,
    DASHBOARD_URL: view.url,
    BOOK_URL: `${book.origin}/graphql`,
    RENT_URL: `${rent.origin}/graphql`,
  }
  const router = await startRouter(env, cores.router)
  return {
    router,
    view,
    audience,
    issuer,
    async stop() {
      audience.stop()
      await router.stop()
      await Promise.all([view.stop(), book.stop(), rent.stop(), issuer.stop()])
    },
  }
}

/** Subscribes so many clients, all of one member or each of a member of its own, and waits until all of them are live. */
export async function listen(rig: Rig, crowd: Crowd): Promise<void> {
  const { router, view, audience, issuer } = rig
  const before = await router.subscriptions()
  const upstream = view.operations + operationsOf(rig, crowd)
  const one = crowd.members.length === 1 ? issuer.token(crowd.members[0] ?? '') : undefined
  const listeners = Array.from({ length: crowd.clients }, (_, index) => {
    const member = crowd.members[index % crowd.members.length] ?? ''
    const holds = `"rentalId":"${rentalOf(member)}"`
    return { token: one ?? issuer.token(member), holds, version: view.versionOf(member) }
  })
  const { name, query, prompt = false } = crowd
  await audience.open({ name, url: router.url, query, listeners, prompt })
  await until(`the router serves ${crowd.name}`, async () => {
    if (view.operations < upstream) return false
    return (await router.subscriptions()) === before + crowd.clients
  })
}

/** The clients of a crowd go; fulfilled when the router has let go of all they had. */
export async function leave(rig: Rig, crowd: Crowd): Promise<void> {
  const { router, view, audience } = rig
  const before = await router.subscriptions()
  const upstream = view.operations - operationsOf(rig, crowd)
  await audience.close(crowd.name)
  await until(`the router has forgotten ${crowd.name}`, async () => {
    if (view.operations > upstream) return false
    return (await router.subscriptions()) === before - crowd.clients
  })
}

export interface Crowd {
  readonly name: string
  readonly query: string
  readonly clients: number
  /** One, or as many as there are clients. */
  readonly members: readonly string[]
  /** Every payload is told at once, instead of many together. */
  readonly prompt?: boolean
}

/** Everybody of one member shares an upstream operation; what stands in for the router has none. */
function operationsOf({ view }: Rig, { members }: Crowd): number {
  return view instanceof FakeView ? members.length : 0
}

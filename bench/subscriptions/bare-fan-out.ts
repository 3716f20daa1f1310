import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Audience } from './audience.ts'
import type { Cores } from './cores.ts'
import { rentalOf } from './fake-view.ts'
import type { Rig } from './rig.ts'

export type Asked = { do: 'tell'; text: string } | { do: 'say' }

export interface Told {
  readonly origin: string
  readonly sent: number
  readonly subscribed: number
  readonly cpuSeconds: number
}

/**
 * What this machine can do at all: a process that sends a text of the same length to as many sockets, in place of the
 * router, with everything else as it is for the router.
 */
export async function startBareFanOut(cores: Cores, { issuer }: Rig, bytes: number): Promise<Rig> {
  const script = fileURLToPath(new URL('./bare-process.ts', import.meta.url))
  const [execPath = process.execPath, ...execArgv] = [...cores.router, process.execPath]
  const child = fork(script, { execPath, execArgv })
  const say = async () => {
    child.send({ do: 'say' } satisfies Asked)
    const [told] = (await once(child, 'message')) as [Told]
    return told
  }
  const audience = new Audience(cores.others)
  const { origin } = await say()
  let version = 0
  return {
    router: {
      url: `${origin.replace('http', 'ws')}/graphql`,
      payloads: async () => (await say()).sent,
      subscriptions: async () => (await say()).subscribed,
      cpuSeconds: async () => (await say()).cpuSeconds,
    },
    view: {
      operations: 0,
      problem: undefined,
      versionOf: () => version,
      change(member) {
        version += 1
        const text = `{"id":"1","type":"next","payload":{"rentalId":"${rentalOf(member)}","version":${version},"rest":"`
        child.send({ do: 'tell', text: `${text.padEnd(bytes - 3, '-')}"}}` } satisfies Asked)
      },
    },
    audience,
    issuer,
    async stop() {
      audience.stop()
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

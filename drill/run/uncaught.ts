import { readFile, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Entry } from '@ebook/reconcile/client-log'

/** What runProcess says of it, and what Node says where nobody listens. */
const tells = /an error that nobody caught|UnhandledPromiseRejection|unhandledRejection|uncaughtException/

/** The lines in the logs of an installation that say that nobody caught something. */
export async function uncaughtIn(logFolder: string): Promise<Extract<Entry, { kind: 'uncaught' }>[]> {
  const found: Extract<Entry, { kind: 'uncaught' }>[] = []
  for (const file of await readdir(logFolder)) {
    const text = await readFile(resolve(logFolder, file), 'utf8')
    for (const line of text.split('\n').filter((one) => tells.test(one))) {
      found.push({
        kind: 'uncaught',
        at: timeOf(line),
        process: file.split('.log', 1).join(),
        line: line.slice(0, 2_000),
      })
    }
  }
  return found
}

function timeOf(line: string): string {
  const time = /"time":"?([^",}]+)/.exec(line)?.[1]
  const at = time === undefined ? NaN : /^\d+$/.test(time) ? Number(time) : Date.parse(time)
  return new Date(Number.isFinite(at) ? at : 0).toISOString()
}

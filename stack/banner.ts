import { relative } from 'node:path'
import { CHECKOUT } from '@ebook/processes/checkout'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { type ProcessName } from './data-dir.ts'
import { DEMO_USERS } from './demo-users.ts'
import { DEFAULT_PORT, type Plan } from './plan.ts'

/** Where everything is, who one can be, and what to try; of a part of it, where that is. */
export function banner(plan: Plan, inspectors: ReadonlyMap<ProcessName, number>): string {
  const debuggers = [...inspectors]
    .filter(([name]) => plan.processes.has(name))
    .map(([name, port]) => `  Debugger         ${name.padEnd(9)} ws://127.0.0.1:${port}\n`)
  return (plan.processes.has('router') ? ofAll(plan) : ofSome(plan)) + debuggers.join('')
}

/** Without the router nobody signs what a subgraph is asked, so there is nothing to try. */
function ofSome({ processes, url, layout, issuer }: Plan): string {
  const subgraphs = SUBGRAPHS.filter((name) => processes.has(name))
  const where = subgraphs.map((name) => `  ${name.padEnd(17)}${url(name)}\n`).join('')
  return `
${where}  Issuer           ${issuer.url}
  State and logs   ${layout.dataDir}
  They answer a router alone: --only ${[...subgraphs, 'router'].join(',')} starts it too.
`
}

function ofAll(plan: Plan): string {
  const { layout, ports, issuer } = plan
  const folder = relative(CHECKOUT, layout.dataDir) || '.'
  const data = folder === '.data' ? '' : `DATA_DIR=${shellWord(layout.dataDir)} `
  const here = (ports.router === DEFAULT_PORT ? '' : `PORT=${ports.router} `) + data
  const users = DEMO_USERS.map(({ sub, roles }) => `${sub} (${roles.join(', ')})`).join(', ')
  const token = (sub: string, role: string) => `${data}npm run -s token -- --sub ${sub} --role ${role}`
  const origin = `http://localhost:${ports.router}`
  return `
  The library      ${origin}/               (sign in as one of the demo users)
  GraphQL          ${origin}/graphql        (in a browser: a page to try queries on)
  Issuer           ${issuer.url}
  Health, metrics  ${origin}/health/ready   ${origin}/metrics
  State and logs   ${layout.dataDir}

${
  issuer.embedded
    ? `  Demo users       ${users}
  A token          ${token('alice', 'MEMBER')}
                   ${token('libby', 'ADMIN')}
`
    : '  Tokens come from your own issuer.\n'
}
  Try
    curl -s ${origin}/graphql -H 'content-type: application/json' \\
      -d '{"query":"{ books(first: 3) { edges { node { id title seatsFree } } } }"}'
    ${here}npm run demo
                      the whole story, step by step
    Ctrl-C            stops everything; the next ${here}npm start
                      goes on where this one ended
`
}

/** As a shell takes it for one word. */
const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

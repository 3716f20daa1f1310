import { relative } from 'node:path'
import { CHECKOUT } from '@ebook/processes/checkout'
import { DEMO_USERS } from './demo-users.ts'
import type { Plan } from './plan.ts'

/** Where everything is, who one can be, and what to try. */
export function banner(plan: Plan): string {
  const { layout, ports, issuer } = plan
  const folder = relative(CHECKOUT, layout.dataDir) || '.'
  const here = folder === '.data' ? '' : `DATA_DIR=${layout.dataDir} `
  const users = DEMO_USERS.map(({ sub, roles }) => `${sub} (${roles.join(', ')})`).join(', ')
  const token = (sub: string, role: string) => `${here}npm run -s token -- --sub ${sub} --role ${role}`
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
    npm run demo      the whole story, step by step
    Ctrl-C            stops everything; the next npm start goes on where this one ended
`
}

import { readConfig, secrets } from '@ebook/chassis/config'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { SUBGRAPHS, type Subgraph } from '../subgraphs/subgraphs.ts'
import { readArguments, reportFailure } from './command-line.ts'

const usage = `Usage: ROUTER_SECRET=… npm run -s subgraph-secrets

Prints what each subgraph is given as SUBGRAPH_SECRET, as lines for .env: derived from the router's ROUTER_SECRET, so that
no subgraph holds the root or what another is given. Of several roots, comma separated, come several secrets.`

/** SUBGRAPH_SECRET of one subgraph: of each root its own, in the order of the roots. */
export function subgraphSecrets(routerSecret: string, name: Subgraph): string {
  return readConfig({ ROUTER_SECRET: secrets() }, { ROUTER_SECRET: routerSecret })
    .ROUTER_SECRET.map((root) => subgraphSecret(root, name))
    .join(',')
}

function main(): void {
  const { values } = readArguments({ options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(usage)
  const { ROUTER_SECRET } = process.env
  for (const name of SUBGRAPHS) {
    console.log(`${name.toUpperCase()}_SUBGRAPH_SECRET=${subgraphSecrets(ROUTER_SECRET ?? '', name)}`)
  }
}

if (import.meta.main) {
  try {
    main()
  } catch (error) {
    reportFailure(error, usage)
  }
}

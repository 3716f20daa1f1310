import type { SubgraphSource } from '../executor/subgraph-source.ts'
import { SubgraphDataSource, type SubgraphSettings } from './subgraph-data-source.ts'

export interface Subgraph {
  readonly name: string
  /** Where the supergraph says that it is. */
  readonly url?: string | undefined
}

interface Settings extends Omit<SubgraphSettings, 'name' | 'url' | 'secret'> {
  readonly secretOf: (subgraph: string) => string
  /** Where the subgraphs are, by name; what is not named here is where the supergraph says. */
  readonly subgraphUrls: Readonly<Record<string, string>>
}

interface Open {
  readonly address: string
  readonly source: SubgraphDataSource
}

/**
 * One data source per subgraph, wherever it is now. A subgraph that a new supergraph no longer has stays: a plan that is
 * under way may still have something to ask it, and without requests it holds no connection.
 */
export class SubgraphSources {
  readonly #settings: Settings
  readonly #open = new Map<string, Open>()
  readonly #closing = new Set<Promise<void>>()

  constructor(settings: Settings) {
    this.#settings = settings
  }

  /**
   * Takes the addresses of a supergraph's subgraphs when `commit` is called. Throws when one is missing or is none, and
   * until the commit nothing has changed.
   */
  move(subgraphs: Iterable<Subgraph>): { commit(): void } {
    const moved = [...subgraphs].flatMap(({ name, url }) => {
      const address = this.#addressOf(name, url)
      return this.#open.get(name)?.address === address
        ? []
        : [[name, { address, source: this.#at(name, address) }] as const]
    })
    return {
      commit: () => {
        for (const [name, open] of moved) this.#replace(name, open)
      },
    }
  }

  /** Asks the subgraph where it is at that moment. */
  of(name: string): SubgraphSource {
    return {
      ask: (request, context) => {
        const open = this.#open.get(name)
        if (open === undefined) throw new Error(`there is no subgraph "${name}"`)
        return open.source.ask(request, context)
      },
    }
  }

  /** Ends when every fetch under way has ended. */
  async stop(): Promise<void> {
    await Promise.all([...this.#closing, ...this.#open.values().map(({ source }) => source.close())])
  }

  #addressOf(name: string, url: string | undefined): string {
    const address = this.#settings.subgraphUrls[name] ?? url
    if (address === undefined || address === '') throw new Error(`nobody says where the subgraph "${name}" is`)
    return address
  }

  #at(name: string, url: string): SubgraphDataSource {
    return new SubgraphDataSource({ ...this.#settings, name, url, secret: this.#settings.secretOf(name) })
  }

  #replace(name: string, open: Open): void {
    const old = this.#open.get(name)?.source
    this.#open.set(name, open)
    if (old === undefined) return
    const closed = old.close().finally(() => this.#closing.delete(closed))
    this.#closing.add(closed)
  }
}

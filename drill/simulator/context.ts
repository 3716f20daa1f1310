import { byName, LISTENERS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'

export const CONTEXTS = ['book', 'rent', 'payment', 'promotion'] as const satisfies readonly WritingSubgraph[]
/** Whoever is simulated: has a store that is (store/adapters), and says and hears events. */
export type Context = (typeof CONTEXTS)[number]
export type PerContext<Value> = Readonly<Record<Context, Value>>

export const perContext = <Value>(valueOf: (context: Context) => Value): PerContext<Value> => byName(CONTEXTS, valueOf)

const isSimulated = (name: WritingSubgraph): name is Context => (CONTEXTS as readonly WritingSubgraph[]).includes(name)

/** Whom each hears, of those that are simulated. */
export const listensTo: PerContext<readonly Context[]> = perContext((context) => LISTENERS[context].filter(isSimulated))

import { supergraphsIn, type Config } from './config.ts'
import { finding, type Finding } from './finding.ts'
import { BrokenConfig, findConfig, type FoundConfig } from './read-config.ts'
import { rules } from './rules.ts'
import { subgraphFiles } from './subgraph/subgraph-files.ts'
import type { Tree } from './trees.ts'

const WEIGHTS = ['off', 'notice', 'warning', 'error'] as const
type Weight = (typeof WEIGHTS)[number]

/** What the check lets pass by the configuration of the head, and would not have by that of the base. */
export function configurationChanges(base: Tree, named: string | undefined, head: FoundConfig): Finding[] {
  const location = head.file === undefined ? undefined : { file: head.file, line: 1, column: 1 }
  const loosened = (what: string, how: string, variant?: string) =>
    finding('configuration-loosened', how, { coordinate: what, variant, location })
  try {
    const { config, file } = findConfig(base, named)
    const isWritten = file !== undefined && base.read(file) !== undefined
    const now = new Map(supergraphsIn(head.config))
    const then = supergraphsIn(config).filter(([, { subgraphs }]) => subgraphFiles(subgraphs, base).length > 0)
    if (then.length === 0) return []
    // What the variants have from above is said once.
    const wholes = then.find(([name]) => name === undefined)
    const ofWhole = new Set(wholes && ofOne(wholes[1], now.get(undefined) ?? wholes[1]).map(([, how]) => how))
    return [
      ...ofAll(config, head.config).map(([what, how]) => loosened(what, how)),
      ...then.flatMap(([name, was]): Finding[] => {
        const is = now.get(name)
        if (is !== undefined) {
          return ofOne(was, is)
            .filter(([, how]) => name === undefined || !ofWhole.has(how))
            .map(([what, how]) => loosened(what, name === undefined ? how : `in the variant ${name}, ${how}`, name))
        }
        const words = name === undefined ? 'the supergraph that had no name' : `the variant ${name}`
        const message = `${words} is gone from the configuration, and with it what its clients ask`
        const where = { coordinate: name ?? 'supergraph', variant: name, location }
        return isWritten ? [finding('variant-removed', message, where)] : []
      }),
    ]
  } catch (error) {
    if (!(error instanceof BrokenConfig)) throw error
    const why = error.message.replaceAll(/\s+/g, ' ')
    return [loosened('configuration', `nobody knows what is loosened, for in the base ${why}`)]
  }
}

type Loosened = readonly [what: string, how: string]

function ofAll(was: Config, is: Config): Loosened[] {
  const days = (['deprecatedForDays', 'eventsKeptForDays'] as const).filter((key) => is[key] < was[key])
  const lint = Object.keys({ ...was.lint.rules, ...is.lint.rules }) as (keyof Config['lint']['rules'])[]
  return [
    ...days.map((key) => told(key, was[key], is[key])),
    ...lighter('compositionDisagreement', was.compositionDisagreement, is.compositionDisagreement),
    ...lint.flatMap((id) =>
      lighter(id, was.lint.rules[id] ?? rules[id].severity, is.lint.rules[id] ?? rules[id].severity),
    ),
    ...(was.eventModule !== undefined && is.eventModule === undefined
      ? [told('eventModule', was.eventModule, 'not said')]
      : []),
  ]
}

function ofOne(was: Config, is: Config): Loosened[] {
  const known = Object.entries(is.contracts).filter(([name, { operations }]) => {
    const before = was.contracts[name]
    return before !== undefined && before.operations === undefined && operations !== undefined
  })
  return [
    ...(was.clients === 'any' && is.clients === 'stored' ? [told('clients', was.clients, is.clients)] : []),
    ...(was.router !== 'other' && is.router === 'other' ? [told('router', was.router ?? 'not said', is.router)] : []),
    ...(is.clients === 'stored' ? known : []).map(([name]) =>
      told(`contracts.${name}.operations`, 'not said', 'those that are named'),
    ),
  ]
}

function lighter(what: string, was: Weight, is: Weight): Loosened[] {
  return WEIGHTS.indexOf(is) < WEIGHTS.indexOf(was) ? [told(what, was, is)] : []
}

function told(what: string, was: string | number, is: string | number): Loosened {
  return [what, `"${what}" is ${is} in the configuration and was ${was} in the base: it lets more pass`]
}

import { parser } from '@prometheus-io/lezer-promql'

/** `name{label="value"}` of a PromQL expression. */
export interface Selector {
  readonly text: string
  readonly name: string
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[]
}

/** What an expression asks for. Throws when it is no PromQL; Grafana's variables may stand for durations. */
export function selectorsOf(expression: string): Selector[] {
  const text = expression.replaceAll(/\$__\w+/g, '5m')
  const found: Selector[] = []
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`)
      if (type.name !== 'VectorSelector') return
      const name = node.getChild('Identifier')
      const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []
      found.push({
        text: text.slice(from, to),
        name: name ? text.slice(name.from, name.to) : '',
        matchers: matchers.map((matcher) => {
          const [, label = '', operator = '', value = ''] =
            /^\s*(\w+)\s*(=~|!~|!=|=)\s*"(.*)"\s*$/.exec(text.slice(matcher.from, matcher.to)) ?? []
          return { label, operator, value }
        }),
      })
    },
  })
  return found
}

/** A line of /metrics. */
export interface Series {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export const seriesOf = (metrics: string): Series[] =>
  [...metrics.matchAll(/^([a-z_:]\w*)(?:\{(.*)\})? \S+$/gim)].map(([, name = '', labels = '']) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [label, value]),
    ),
  }))

/** As Prometheus has it: a label that is not there is an empty one. */
export function selects({ name, matchers }: Selector, series: Series): boolean {
  return (
    series.name === name &&
    matchers.every(({ label, operator, value }) => {
      const given = series.labels[label] ?? ''
      const equal = operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(given) : given === value
      return operator.startsWith('!') ? !equal : equal
    })
  )
}

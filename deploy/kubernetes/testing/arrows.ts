import type { KubernetesObject } from '../../cluster/kubectl.ts'
import type { Workload } from './workloads.ts'

type Labels = Readonly<Record<string, string>>

interface Selector {
  readonly matchLabels?: Labels
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: 'In'; readonly values: string[] }[]
}

interface Peer {
  readonly podSelector?: Selector
  readonly namespaceSelector?: Selector
  readonly ipBlock?: object
}

interface Rule {
  readonly from?: readonly Peer[]
  readonly to?: readonly Peer[]
  readonly ports?: readonly { readonly port: string | number }[]
}

interface Policy extends KubernetesObject {
  readonly spec: { podSelector: Selector; policyTypes: string[]; ingress?: Rule[]; egress?: Rule[] }
}

const isPolicy = (object: KubernetesObject): object is Policy => object.kind === 'NetworkPolicy'

function fits(labels: Labels, { matchLabels = {}, matchExpressions = [] }: Selector): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''))
  )
}

/** A pod of this namespace: a selector of namespaces means others. */
const means = (peers: readonly Peer[] | undefined, labels: Labels) =>
  peers?.some((peer) => peer.podSelector !== undefined && !peer.namespaceSelector && fits(labels, peer.podSelector)) ??
  true

function opens(rule: Rule, { container }: Workload): boolean {
  const own = container.ports?.flatMap(({ name, containerPort }) => [name, containerPort]) ?? []
  return rule.ports?.some(({ port }) => own.includes(port)) ?? true
}

/**
 * Who may open a connection to whom, by their labels' names: what leaves by the one's policies and comes in by the
 * other's. What only one of the two allows is in `halves`.
 */
export function arrowsOf(all: readonly KubernetesObject[], workloads: readonly Workload[]) {
  const policies = all.filter(isPolicy)
  const [arrows, halves]: [string[], string[]] = [[], []]
  for (const from of workloads) {
    for (const to of workloads) {
      const leaves = policies
        .filter(({ spec }) => fits(from.labels, spec.podSelector))
        .flatMap(({ spec }) => spec.egress ?? [])
        .some((rule) => means(rule.to, to.labels) && opens(rule, to))
      const comes = policies
        .filter(({ spec }) => fits(to.labels, spec.podSelector))
        .flatMap(({ spec }) => spec.ingress ?? [])
        .some((rule) => means(rule.from, from.labels) && opens(rule, to))
      const arrow = `${nameOf(from)} → ${nameOf(to)}`
      if (leaves && comes) arrows.push(arrow)
      // Who is open to everybody is not asked for by everybody.
      else if (leaves || (comes && !isPublic(policies, to))) halves.push(arrow)
    }
  }
  return { arrows: arrows.sort(), halves }
}

const isPublic = (policies: readonly Policy[], to: Workload) =>
  policies.some(({ spec }) => fits(to.labels, spec.podSelector) && spec.ingress?.some(({ from }) => from === undefined))

export const nameOf = ({ labels }: Workload): string => labels['app.kubernetes.io/name'] ?? ''

export type Circuit = 'open' | 'half-open' | 'closed'
export type Transitions = Readonly<Record<Circuit, number>>

/** How often the circuit to a callee has gone into each state, from the /metrics of the caller. */
export function transitionsOf(metrics: string, callee: string): Transitions {
  const into = (to: Circuit): number => {
    const line = metrics
      .split('\n')
      .find(
        (line) =>
          line.startsWith('ebook_circuit_transitions_total{') &&
          line.includes(`callee="${callee}"`) &&
          line.includes(`to="${to}"`),
      )
    return line === undefined ? 0 : Number(line.slice(line.lastIndexOf(' ')))
  }
  return { open: into('open'), 'half-open': into('half-open'), closed: into('closed') }
}

/** Of the process that serves at this origin. Throws when it has no such metric. */
export async function readTransitions(origin: string, callee: string): Promise<Transitions> {
  const metrics = await (await fetch(`${origin}/metrics`)).text()
  if (!metrics.includes('# TYPE ebook_circuit_transitions_total ')) throw new Error(`${origin} counts no transitions`)
  return transitionsOf(metrics, callee)
}

/** What was added between two looks. */
export function between(before: Transitions, after: Transitions): Transitions {
  return {
    open: after.open - before.open,
    'half-open': after['half-open'] - before['half-open'],
    closed: after.closed - before.closed,
  }
}

/** Milliseconds: more likely before than after, and by then in four of five cases. */
export interface Span {
  readonly likely: number
  readonly late: number
}

/** What is known of a title's seats and loans. */
export interface Loans {
  /** Of each seat that somebody has, or that is kept for somebody: when it comes back, from now on. */
  readonly back: readonly Span[]
  /** Seats that can be lent now. */
  readonly free: number
  /** From approval to return, as it was lately; or the whole period while nobody knows. */
  readonly length: Span
}

const DAY_MS = 86_400_000
/** Whose turn it is takes the title within a day, or lets three pass. */
export const CLAIM: Span = { likely: DAY_MS, late: 3 * DAY_MS }
/** A longer line is nothing that anybody would wait for. */
const LONGEST_LINE = 2_000

/**
 * When the title is had by somebody whom so many are before: not a formula of averages, but the line played through. The
 * seat that comes back first goes to the first, and comes back again. Undefined when no seat ever comes back.
 */
export function waitOf({ back, free, length }: Loans, ahead: number): Span | undefined {
  if (back.length + free === 0 || ahead > LONGEST_LINE) return undefined
  const through = (which: keyof Span): number => {
    const seats = [...back.map((span) => span[which]), ...Array<number>(free).fill(0)]
    const turn = CLAIM[which] + length[which]
    for (let served = 0; ; served += 1) {
      const next = seats.reduce((best, at, index) => (at < (seats[best] ?? 0) ? index : best), 0)
      const at = seats[next] ?? 0
      if (served === ahead) return at
      seats[next] = at + turn
    }
  }
  const likely = through('likely')
  return { likely, late: Math.max(likely, through('late')) }
}

import assert from 'node:assert/strict'
import type { Decider } from '../decider.ts'

/**
 * Given, when, then for a decider (after emmett's DeciderSpecification): `past` is a state, or a list of events that
 * lead to it, or nothing at all.
 */
export function given<Command, Event, State, Refusal>(
  decider: Decider<Command, Event, State, Refusal>,
  past?: State | readonly Event[],
) {
  const before = Array.isArray(past)
    ? past.reduce<State | undefined>((state, event: Event) => decider.evolve(state, event), undefined)
    : (past as State | undefined)
  return {
    when(command: Command) {
      const decision = decider.decide(command, before)
      const events = decision.kind === 'accepted' ? decision.events : []
      return {
        /** It happens: exactly these events, in this order. */
        then: (...expected: Event[]) => assert.deepEqual(decision, { kind: 'accepted', events: expected }),
        /** It is refused, for this reason. */
        thenRefused: (refusal: Refusal) => assert.deepEqual(decision, { kind: 'refused', refusal }),
        /** It stays quiet: accepted, and nothing happens. */
        thenNothing: () => assert.deepEqual(decision, { kind: 'accepted', events: [] }),
        /** The state after what happened has at least these fields. */
        thenState(expected: Partial<State>) {
          const after = events.reduce<State | undefined>((state, event) => decider.evolve(state, event), before)
          assert.partialDeepStrictEqual(after, expected)
        },
      }
    },
  }
}

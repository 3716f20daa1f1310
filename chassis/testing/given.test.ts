import { AssertionError } from 'node:assert'
import { describe, expect, test } from 'vitest'
import { happens, refuses, staysQuiet, type Decider } from '../decider.ts'
import { given } from './given.ts'

type Switch = { readonly type: 'Switched'; readonly on: boolean }
interface Lamp {
  readonly on: boolean
  readonly switched: number
}

const lamp: Decider<boolean, Switch, Lamp, 'BROKEN'> = {
  decide(on, state) {
    if (state?.switched === 3) return refuses('BROKEN')
    return on === (state?.on ?? false) ? staysQuiet : happens({ type: 'Switched', on })
  },
  evolve: (state, event) => ({ on: event.on, switched: (state?.switched ?? 0) + 1 }),
}
const on: Switch = { type: 'Switched', on: true }
const off: Switch = { type: 'Switched', on: false }

describe('given, when, then', () => {
  test('happens', () => {
    given(lamp).when(true).then(on)
    given(lamp, [on, off]).when(true).then(on)
    given(lamp, { on: true, switched: 1 }).when(false).then(off)
  })
  test('is refused', () => given(lamp, [on, off, on]).when(false).thenRefused('BROKEN'))
  test('stays quiet', () => given(lamp, [on]).when(true).thenNothing())
  test('leaves a state', () => {
    given(lamp, [on]).when(false).thenState({ on: false, switched: 2 })
    given(lamp, [on]).when(true).thenState({ switched: 1 })
  })

  test.each<[string, () => void]>([
    ['another event', () => given(lamp).when(true).then(off)],
    ['one event more', () => given(lamp).when(true).then(on, on)],
    ['nothing', () => given(lamp).when(true).thenNothing()],
    ['a refusal', () => given(lamp).when(true).thenRefused('BROKEN')],
    ['an event where it is refused', () => given(lamp, [on, off, on]).when(false).then(off)],
    ['nothing where it is refused', () => given(lamp, [on, off, on]).when(false).thenNothing()],
    ['another state', () => given(lamp).when(true).thenState({ on: false })],
  ])('fails on expecting %s', (_what, expectation) => expect(expectation).toThrow(AssertionError))
})

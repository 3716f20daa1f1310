import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { byName, spreadOf, tally } from '../figures.ts'
import type { Figure } from '../results.ts'
import type { SagaLoad } from '../saga-load.ts'
import { longestGap, within, type Window } from './gaps.ts'

const LISTENERS = [...WRITING_SUBGRAPHS, 'ADMIN subscription'] as const
type Listener = (typeof LISTENERS)[number]

export interface Kill {
  /** By the name that NATS knows it by. */
  readonly node: string
  /** Whose consumers it led beside the stream. */
  readonly led: readonly string[]
  /** Who was elected. */
  readonly next: string
  readonly leaderAfterMs: number
  readonly inSyncAfterMs: number
  /** As long as the other, and without a kill. */
  readonly without: Window
  /** From the kill on. */
  readonly with: Window
}

/** Everything that was heard in the whole run. */
export interface Heard {
  readonly instants: Readonly<Record<Listener, readonly number[]>>
  readonly sagas: Pick<SagaLoad, 'ended' | 'refusals'>
}

type Round = ReturnType<typeof roundOf>

export function roundOf({ without, with: killed, ...kill }: Kill, { instants, sagas }: Heard) {
  const rounded = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms))
  const of = (window: Window) => {
    const ended = sagas.ended.filter(({ at }) => within(window, at))
    return {
      longestGapMs: byName(LISTENERS, (name) => rounded(longestGap(instants[name], window))),
      sagasPerSecond: Math.round((ended.length / (window.to - window.from)) * 10_000) / 10,
      paidLater: ended.filter(({ paidAtOnce }) => !paidAtOnce).length,
      askedAgain: tally(sagas.refusals.filter(({ at }) => within(window, at)).map(({ code }) => code)),
    }
  }
  return { ...kill, withoutKill: of(without), withKill: of(killed) }
}

/** Of the kills in the middle, beside the silence that was there anyway. */
export function figuresOf(rounds: readonly Round[]): Figure[] {
  const silences = LISTENERS.map((name) => {
    const of = (round: Round['withKill']) => round.longestGapMs[name] ?? []
    const comparison = { name: 'without a kill', value: spreadOf(rounds.flatMap((it) => of(it.withoutKill))).median }
    return {
      name: `silence of ${name}`,
      unit: 'ms',
      value: spreadOf(rounds.flatMap((it) => of(it.withKill))).median,
      comparison,
    }
  })
  const elected = spreadOf(rounds.map(({ leaderAfterMs }) => leaderAfterMs)).median
  const inSync = spreadOf(rounds.map(({ inSyncAfterMs }) => inSyncAfterMs)).median
  const sagas = (of: (round: Round) => Round['withKill']) => spreadOf(rounds.map((it) => of(it).sagasPerSecond)).median
  const without = { name: 'without a kill', value: sagas((it) => it.withoutKill) }
  return [
    ...silences,
    { name: 'a new leader', unit: 'ms', value: elected },
    { name: 'all in sync', unit: 'ms', value: inSync },
    { name: 'sagas', unit: '/s', value: sagas((it) => it.withKill), comparison: without },
  ]
}

import { spreadOf } from '../figures.ts'
import { timesOf, type SagaLoad } from '../saga-load.ts'
import { table } from '../table.ts'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
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

export type Round = ReturnType<typeof roundOf>

export function roundOf({ without, with: killed, ...kill }: Kill, { instants, sagas }: Heard) {
  const rounded = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms))
  const of = (window: Window) => {
    const ended = sagas.ended.filter(({ at }) => within(window, at))
    const gaps = LISTENERS.map((name) => [name, rounded(longestGap(instants[name], window))] as const)
    return {
      longestGapMs: Object.fromEntries(gaps) as Record<Listener, number | undefined>,
      sagasPerSecond: Math.round((ended.length / (window.to - window.from)) * 10_000) / 10,
      paidLater: ended.filter(({ paidAtOnce }) => !paidAtOnce).length,
      askedAgain: timesOf(sagas.refusals.filter(({ at }) => within(window, at))),
    }
  }
  return { ...kill, withoutKill: of(without), withKill: of(killed) }
}

export function print(rounds: readonly Round[], { seconds }: { readonly seconds: number }): void {
  const rows = LISTENERS.map((name) => {
    const without = spreadOf(rounds.flatMap(({ withoutKill }) => withoutKill.longestGapMs[name] ?? []))
    const each = rounds.map(({ withKill }) => withKill.longestGapMs[name])
    return [name, without.median, without.max, ...each]
  })
  const numbered = rounds.map((_, index) => `kill ${index + 1}, ms`)
  const headings = ['who hears', 'without a kill, median ms', 'max', ...numbered]
  const title = `cluster: longest silence within ${seconds} s, without a kill and after kill -9 of the stream's leader`
  console.log(`${table(title, headings, rows)}\n`)
  printKills(rounds)
}

function printKills(rounds: readonly Round[]): void {
  const rows = rounds.map((it, index) => [
    index + 1,
    it.node,
    it.led.join(', '),
    `${it.next}, ${it.leaderAfterMs} ms`,
    it.inSyncAfterMs,
    it.withoutKill.sagasPerSecond,
    it.withKill.sagasPerSecond,
    it.withKill.paidLater,
    Object.entries(it.withKill.askedAgain)
      .map(([code, times]) => `${times} ${code}`)
      .join(', '),
  ])
  const headings = [
    'kill',
    'node',
    'it also led the consumers of',
    'elected, after',
    'all in sync, ms',
    'sagas/s without',
    'with',
    'paid later',
    'asked again after',
  ]
  console.log(table('each kill', headings, rows))
  console.log('Nothing was lost: every rental came to be APPROVED, was charged once, and the ADMIN heard of it.\n')
}

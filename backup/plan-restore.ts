import type { Base, Kept, Restored } from './backup-folder.ts'
import { segmentAt, type Fork } from './wal.ts'

/** It cannot be put back to that instant; the message says what is possible. */
export class CannotRestore extends Error {
  override readonly name = 'CannotRestore'
}

/** What there is to restore from. */
export interface Stock {
  readonly folder: string
  /** The oldest first. */
  readonly bases: readonly Base[]
  readonly kept: readonly Kept[]
  readonly restored: readonly Restored[]
  /** From which timelines one comes. */
  forks(timeline: number): readonly Fork[]
}

export interface RestorePlan {
  readonly base: Base
  readonly timeline: number
  /** Undefined: to the end of what was kept. */
  readonly to: Date | undefined
}

/** From which base, and along which timeline. Throws CannotRestore. */
export function planRestore(stock: Stock, to: Date | 'latest', now: Date): RestorePlan {
  const { bases, folder, restored } = stock
  const [oldest] = bases
  if (oldest === undefined) throw new CannotRestore(`there is no backup in ${folder}: is it the right BACKUP_DIR?`)
  const at = to === 'latest' ? now : to
  if (at > now) throw new CannotRestore(`${at.toISOString()} is still to come; now it is ${now.toISOString()}`)
  if (at < oldest.ended) {
    throw new CannotRestore(
      `${at.toISOString()} is before the end of the first backup: the earliest that can be restored is ${oldest.ended.toISOString()}`,
    )
  }
  // An installation that was put back went on as another line: what it was at an instant is told by the line of that time.
  const timeline = restored.findLast((event) => event.at <= at)?.timeline ?? oldest.timeline
  const chain = [...stock.forks(timeline)]
  const base = bases.findLast((one) => one.ended <= at && leadsTo(one, timeline, chain))
  if (base === undefined)
    throw new CannotRestore(`no backup in ${folder} leads to ${at.toISOString()}: see npm run backup -- list`)
  const gap = firstGap(stock.kept, base, timeline, chain)
  if (gap !== undefined && (to === 'latest' || gap.until === undefined || at > gap.until)) {
    const until = (gap.until ?? base.ended).toISOString()
    throw new CannotRestore(
      `WAL file ${gap.missing} is missing in ${folder}, so nothing after ${until} can be restored from the backup ${base.name}: --to ${until}`,
    )
  }
  return { base, timeline, to: to === 'latest' ? undefined : to }
}

function leadsTo(base: Base, timeline: number, chain: readonly Fork[]): boolean {
  if (base.timeline === timeline) return true
  const fork = chain.find((one) => one.timeline === base.timeline)
  return fork !== undefined && segmentAt(base.endLsn, 1) <= segmentAt(fork.lsn, 1)
}

export interface Gap {
  /** Its number in words that name the file that should be there. */
  readonly missing: string
  /** Everything up to about this instant is there; undefined when nothing after the base is. */
  readonly until: Date | undefined
}

/** The first WAL file that is missing while later ones are there. */
function firstGap(kept: readonly Kept[], base: Base, timeline: number, chain: readonly Fork[]): Gap | undefined {
  const line = new Set([timeline, ...chain.map((fork) => fork.timeline)])
  let expected = segmentAt(base.startLsn, base.segmentBytes)
  // What makes the base whole is in the base itself.
  const whole = segmentAt(base.endLsn, base.segmentBytes)
  let until: Date | undefined
  for (const { number, keptAt, timeline: of } of kept) {
    if (number < expected || !line.has(of)) continue
    if (number > expected && expected > whole) return { missing: nameOf(of, expected, base.segmentBytes), until }
    expected = number + 1
    until = keptAt
  }
  return undefined
}

/** How far one gets from a base, along the newest line that it leads to. */
export function gapAfter({ kept, restored, forks }: Stock, base: Base): Gap | undefined {
  const newest = restored.at(-1)?.timeline ?? base.timeline
  const timeline = leadsTo(base, newest, forks(newest)) ? newest : base.timeline
  return firstGap(kept, base, timeline, forks(timeline))
}

function nameOf(timeline: number, number: number, segmentBytes: number): string {
  const perLog = 2 ** 32 / segmentBytes
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0')
  return hex(timeline) + hex(Math.floor(number / perLog)) + hex(number % perLog)
}

/** An instant as PostgreSQL's settings take it. */
export const asTimestamp = (instant: Date): string => instant.toISOString().replace('T', ' ').replace('Z', '+00')

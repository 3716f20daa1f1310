/** Timeline and number of a WAL file, which follow each other without a hole. */
export interface Segment {
  readonly timeline: number
  readonly number: number
}

/** Bytes that one number of the middle of a file's name stands for. */
const LOG_BYTES = 2 ** 32

/** `0/2000028` as a number of bytes. */
function readLsn(lsn: string): number {
  const [high = '', low = ''] = lsn.split('/')
  return Number.parseInt(high, 16) * LOG_BYTES + Number.parseInt(low, 16)
}

/** In which file it stands. */
export const segmentAt = (lsn: string, segmentBytes: number): number => Math.floor(readLsn(lsn) / segmentBytes)

/** Undefined for what is no whole WAL file, such as a timeline's history. */
export function readSegment(name: string, segmentBytes: number): Segment | undefined {
  const [, timeline, log, rest] = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/.exec(name) ?? []
  if (timeline === undefined || log === undefined || rest === undefined) return undefined
  const number = Number.parseInt(log, 16) * (LOG_BYTES / segmentBytes) + Number.parseInt(rest, 16)
  return { timeline: Number.parseInt(timeline, 16), number }
}

export const historyFile = (timeline: number): string =>
  `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`

/** Where an earlier timeline was left for the next one. */
export interface Fork {
  readonly timeline: number
  readonly lsn: string
}

/** What a timeline's history says: from which ones it comes, the oldest first. */
export function readHistory(text: string): Fork[] {
  return text.split('\n').flatMap((line) => {
    const [, timeline, lsn] = /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/.exec(line) ?? []
    return timeline === undefined || lsn === undefined ? [] : [{ timeline: Number(timeline), lsn }]
  })
}

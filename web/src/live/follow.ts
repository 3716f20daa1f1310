/** Whatever is followed: a newer `version` takes the place of an older one. */
export type Versioned = { readonly version: number } & ({ readonly rentalId: string } | { readonly holdId: string })

/** Rentals and holds are never followed together. */
const idOf = (row: Versioned): string => ('rentalId' in row ? row.rentalId : row.holdId)

export interface Refusal {
  readonly message: string
  readonly extensions?: { readonly code?: string; readonly reason?: string; readonly cursor?: string }
}

/** What a connection tells, in the order in which it does. */
export type Frame<Row extends Versioned> =
  | { readonly kind: 'connected' }
  /** One change; without a row it could not be read, and the next one of it will bring it. */
  | { readonly kind: 'payload'; readonly row: Row | undefined; readonly cursor: string | undefined }
  /** The page itself was too busy to listen: what came meanwhile is still to be heard. */
  | { readonly kind: 'deaf' }
  /** Nothing was refused for a while: all that was there to say has been said. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'refused'; readonly errors: readonly Refusal[] }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  /** The browser says that there is no network. */
  | { readonly kind: 'offline' }

export type Standing =
  | 'connecting'
  | 'live'
  /** Connected, and yet not told everything at the moment. */
  | 'behind'
  | 'offline'
  /** The API has changed: only a newer page can follow. */
  | 'outdated'
  /** It will not go on by itself. */
  | 'stopped'

export interface Following<Row extends Versioned> {
  readonly rows: ReadonlyMap<string, Row>
  /** Of the last payload; sent when coming back, so that nothing is missed. */
  readonly cursor: string | undefined
  readonly standing: Standing
  /** Rentals whose rows the fresh snapshot has not brought yet. */
  readonly leftover: ReadonlySet<string>
  /** How often it failed since it last worked. */
  readonly failures: number
}

/** What has to happen after a frame, beside showing the rows. */
export type Then = 'go on' | 'come back' | 'come back at once' | 'get a token and come back' | 'stop'

export function notFollowing<Row extends Versioned>(): Following<Row> {
  return { rows: new Map(), cursor: undefined, standing: 'connecting', leftover: new Set(), failures: 0 }
}

/** Closing codes of graphql-transport-ws that say the client itself is at fault. */
const OUR_FAULT = [4400, 4406, 4408, 4409, 4429]
const RETRYABLE = ['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED']

/** The whole behaviour of a followed subscription (docs/live-subscriptions.md); pure, so that it can be tested. */
export function follow<Row extends Versioned>(
  now: Following<Row>,
  frame: Frame<Row>,
): { readonly next: Following<Row>; readonly then: Then } {
  switch (frame.kind) {
    case 'connected':
      // After a refusal it is believed once it has stayed so, or has told something.
      return goOn({ ...now, standing: now.standing === 'behind' ? 'behind' : 'live' })
    case 'payload':
      return goOn(withRow(now, frame.row, frame.cursor))
    case 'deaf':
      return goOn({ ...now, standing: 'behind' })
    case 'settled':
      return goOn({ ...withoutLeftover(now), standing: 'live', failures: 0 })
    case 'offline':
      return comeBack({ ...now, standing: 'offline' })
    case 'closed':
      return afterClose(now, frame.code)
    case 'refused':
      return afterRefusal(now, frame.errors[0])
  }
}

function withRow<Row extends Versioned>(
  now: Following<Row>,
  row: Row | undefined,
  cursor: string | undefined,
): Following<Row> {
  const told = { ...now, cursor: cursor ?? now.cursor, standing: 'live' as const, failures: 0 }
  if (row === undefined) return told
  const id = idOf(row)
  const known = now.rows.get(id)
  const isLeftover = now.leftover.has(id)
  // A fresh snapshot is believed whatever was known: the server has said that what was told before does not hold.
  if (known !== undefined && !isLeftover && known.version >= row.version) return told
  const leftover = isLeftover ? new Set([...now.leftover].filter((other) => other !== id)) : now.leftover
  return { ...told, rows: new Map(now.rows).set(id, row), leftover }
}

function withoutLeftover<Row extends Versioned>(now: Following<Row>): Following<Row> {
  if (now.leftover.size === 0) return now
  const rows = new Map([...now.rows].filter(([id]) => !now.leftover.has(id)))
  return { ...now, rows, leftover: new Set() }
}

function afterClose<Row extends Versioned>(now: Following<Row>, code: number) {
  if (code === 4401 || code === 4403) return { next: behind(now), then: 'get a token and come back' as const }
  if (OUR_FAULT.includes(code)) return { next: { ...now, standing: 'stopped' as const }, then: 'stop' as const }
  return comeBack({ ...now, standing: 'offline' })
}

function afterRefusal<Row extends Versioned>(now: Following<Row>, refusal: Refusal | undefined) {
  const { code = 'INTERNAL_SERVER_ERROR', reason = '', cursor } = refusal?.extensions ?? {}
  if (code === 'RESYNC_REQUIRED') {
    const next = cursor === undefined ? fromTheBeginning(now) : behind({ ...now, cursor })
    return { next, then: now.failures === 0 ? ('come back at once' as const) : ('come back' as const) }
  }
  if (code === 'UNAUTHENTICATED') return { next: behind(now), then: 'get a token and come back' as const }
  if (RETRYABLE.includes(code)) return comeBack(behind(now))
  if (code === 'BAD_USER_INPUT' && reason.includes('CURSOR') && now.cursor !== undefined) {
    return { next: fromTheBeginning(now), then: 'come back' as const }
  }
  const outdated = reason === 'SCHEMA_CHANGED' || code.startsWith('GRAPHQL_') || reason === 'UNTRUSTED_DOCUMENT'
  return {
    next: { ...now, standing: outdated ? ('outdated' as const) : ('stopped' as const) },
    then: 'stop' as const,
  }
}

/** What is known stays on the screen until the snapshot has said otherwise. */
function fromTheBeginning<Row extends Versioned>(now: Following<Row>): Following<Row> {
  return { ...behind(now), cursor: undefined, leftover: new Set(now.rows.keys()) }
}

function behind<Row extends Versioned>(now: Following<Row>): Following<Row> {
  return { ...now, standing: 'behind', failures: now.failures + 1 }
}

function goOn<Row extends Versioned>(next: Following<Row>) {
  return { next, then: 'go on' as const }
}

function comeBack<Row extends Versioned>(next: Following<Row>) {
  return {
    next: { ...next, failures: next.standing === 'behind' ? next.failures : next.failures + 1 },
    then: 'come back' as const,
  }
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000

/**
 * Milliseconds until the next attempt. Everybody loses a router at the same moment: nobody should come back at the same
 * moment. `random` is between 0 and 1.
 */
export function pauseAfter(failures: number, random: number): number {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE_MS)
  return Math.round(longest * (0.5 + random / 2))
}

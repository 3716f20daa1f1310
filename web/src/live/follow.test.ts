import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { follow, notFollowing, pauseAfter, type Following, type Frame, type Then, type Versioned } from './follow.ts'

type Told = Frame<Versioned>

const row = (rentalId: string, version: number): Told => ({
  kind: 'payload',
  row: { rentalId, version },
  cursor: `${rentalId}@${version}`,
})
const refused = (code: string, more: { reason?: string; cursor?: string } = {}): Told => ({
  kind: 'refused',
  errors: [{ message: code, extensions: { code, ...more } }],
})
const closed = (code: number): Told => ({ kind: 'closed', code, reason: '' })
const connected: Told = { kind: 'connected' }

function after(...frames: Told[]): { now: Following<Versioned>; then: Then; versions: Record<string, number> } {
  let now = notFollowing<Versioned>()
  let then: Then = 'go on'
  for (const frame of frames) ({ next: now, then } = follow(now, frame))
  return { now, then, versions: Object.fromEntries([...now.rows].map(([id, { version }]) => [id, version])) }
}

describe('rows', () => {
  test('a newer version takes the place of an older one, never the other way round', () => {
    expect(after(connected, row('a', 1), row('b', 4), row('a', 3), row('a', 2)).versions).toEqual({ a: 3, b: 4 })
  })

  test('a change that could not be read takes nothing away, and is gone past', () => {
    const { now, versions } = after(connected, row('a', 1), { kind: 'payload', row: undefined, cursor: 'later' })
    expect(versions).toEqual({ a: 1 })
    expect(now.cursor).toBe('later')
  })

  test('whatever comes, none goes back unless the server has said to begin anew', () => {
    const frame = fc.oneof(
      fc.record({ id: fc.constantFrom('a', 'b', 'c'), version: fc.nat(9) }).map(({ id, version }) => row(id, version)),
      fc.constantFrom(connected, closed(1006), closed(1012), refused('SUBGRAPH_UNAVAILABLE'), {
        kind: 'settled' as const,
      }),
      fc.constant({ kind: 'deaf' as const }),
      fc.constantFrom(refused('RESYNC_REQUIRED', { cursor: 'here' }), { kind: 'offline' as const }),
    )
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 40 }), (frames) => {
        let now = notFollowing<Versioned>()
        for (const one of frames) {
          const { next } = follow(now, one)
          for (const [id, { version }] of now.rows) expect(next.rows.get(id)?.version).toBeGreaterThanOrEqual(version)
          now = next
        }
      }),
    )
  })
})

describe('coming back', () => {
  test('a lost connection goes on behind the last cursor', () => {
    const { now, then } = after(connected, row('a', 1), closed(1012))
    expect({ then, cursor: now.cursor, standing: now.standing }).toEqual({
      then: 'come back',
      cursor: 'a@1',
      standing: 'offline',
    })
    expect(after(connected, row('a', 1), closed(1012), connected).now.standing).toBe('live')
  })

  test('the browser says that the network is gone', () => {
    expect(after(connected, { kind: 'offline' })).toMatchObject({ then: 'come back', now: { standing: 'offline' } })
  })

  test.each([4401, 4403])('with %i a token is got first', (code) => {
    expect(after(connected, closed(code)).then).toBe('get a token and come back')
  })

  test('an expired token within the stream as well', () => {
    expect(after(connected, refused('UNAUTHENTICATED')).then).toBe('get a token and come back')
  })

  test.each([4400, 4406, 4408, 4409, 4429])('%i is our own fault: it would be so again', (code) => {
    expect(after(connected, closed(code))).toMatchObject({ then: 'stop', now: { standing: 'stopped' } })
  })

  test.each(['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED'])(
    'after %s the page is behind',
    (code) => {
      const { now, then } = after(connected, row('a', 1), refused(code))
      expect({ then, cursor: now.cursor, standing: now.standing }).toEqual({
        then: 'come back',
        cursor: 'a@1',
        standing: 'behind',
      })
      // Being connected alone says nothing about whom the router cannot reach.
      expect(after(connected, refused(code), connected).now.standing).toBe('behind')
      expect(after(connected, refused(code), connected, row('a', 1)).now.standing).toBe('live')
      expect(after(connected, refused(code), connected, { kind: 'settled' }).now.standing).toBe('live')
    },
  )

  test('a page that was too busy to listen does not say that it is live, and does not come back for it', () => {
    const { now, then } = after(connected, row('a', 1), { kind: 'deaf' })
    expect({ then, standing: now.standing, failures: now.failures }).toEqual({
      then: 'go on',
      standing: 'behind',
      failures: 0,
    })
    expect(after(connected, { kind: 'deaf' }, row('a', 1)).now.standing).toBe('live')
    expect(after(connected, { kind: 'deaf' }, { kind: 'settled' }).now.standing).toBe('live')
  })

  test('who waits longer each time is not asked by everybody at the same moment', () => {
    expect([1, 2, 3, 9].map((failures) => pauseAfter(failures, 1))).toEqual([250, 500, 1_000, 10_000])
    expect(pauseAfter(3, 0)).toBe(500)
  })

  test('failures are counted until something is told', () => {
    expect(after(connected, closed(1006), closed(1006), closed(1006)).now.failures).toBe(3)
    expect(after(connected, closed(1006), connected, row('a', 1)).now.failures).toBe(0)
  })
})

describe('beginning anew', () => {
  test('a slow reader goes on at the cursor that is named', () => {
    const { now, then, versions } = after(connected, row('a', 1), refused('RESYNC_REQUIRED', { cursor: 'there' }))
    expect({ then, cursor: now.cursor, versions }).toEqual({
      then: 'come back at once',
      cursor: 'there',
      versions: { a: 1 },
    })
  })

  const anew = [connected, row('a', 5), row('b', 2), refused('RESYNC_REQUIRED', { reason: 'STREAM_REPLACED' })]

  test('without a cursor a fresh snapshot is asked for; what was known stays until it has come', () => {
    expect(after(...anew)).toMatchObject({
      then: 'come back at once',
      now: { cursor: undefined },
      versions: { a: 5, b: 2 },
    })
  })

  test('the snapshot is believed, once, even where its version is lower', () => {
    expect(after(...anew, connected, row('a', 3)).versions).toEqual({ a: 3, b: 2 })
    expect(after(...anew, connected, row('a', 3), row('a', 2)).versions).toEqual({ a: 3, b: 2 })
  })

  test('what it does not bring is gone when it is over', () => {
    expect(after(...anew, connected, row('a', 6), { kind: 'settled' }).versions).toEqual({ a: 6 })
  })

  test.each(['INVALID_CURSOR', 'CURSOR_OF_ANOTHER_VIEWER', 'CURSOR_OF_ANOTHER_SUBSCRIPTION'])('after %s', (reason) => {
    const { now, then } = after(connected, row('a', 1), refused('BAD_USER_INPUT', { reason }))
    expect({ then, cursor: now.cursor }).toEqual({ then: 'come back', cursor: undefined })
  })

  test('but not for ever: refused without a cursor, it is not the cursor', () => {
    expect(after(connected, refused('BAD_USER_INPUT', { reason: 'INVALID_CURSOR' })).then).toBe('stop')
  })

  test('one that fails again and again is not asked for at once', () => {
    expect(after(...anew, refused('RESYNC_REQUIRED', { reason: 'VIEWS_DIFFER' })).then).toBe('come back')
  })
})

describe('the end', () => {
  test.each([
    refused('BAD_USER_INPUT', { reason: 'SCHEMA_CHANGED' }),
    refused('BAD_USER_INPUT', { reason: 'UNTRUSTED_DOCUMENT' }),
    refused('GRAPHQL_VALIDATION_FAILED'),
  ])('only a newer page can go on: $errors', (frame) => {
    expect(after(connected, frame)).toMatchObject({ then: 'stop', now: { standing: 'outdated' } })
  })

  test('what is forbidden stays forbidden', () => {
    expect(after(connected, refused('FORBIDDEN'))).toMatchObject({ then: 'stop', now: { standing: 'stopped' } })
  })
})

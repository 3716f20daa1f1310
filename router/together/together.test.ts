import { describe, expect, test } from 'vitest'
import { Quota } from '@ebook/chassis/quota'
import { Allowance } from '../entrance/allowance.ts'
import { Together } from './together.ts'

/** Routers on one clock, which hear each other when they are told to speak. */
function routers(count: number) {
  const clock = { now: 1_000 }
  const all = Array.from({ length: count }, () => {
    const together = new Together(() => clock.now)
    const allowance = new Allowance(() => clock.now, together)
    const connections = new Quota(4, Infinity, together.held.of('connections'))
    return {
      together,
      take: (amount: number, of = 'ann', most = 10) => allowance.take(amount, [{ of, most }]),
      connections,
    }
  })
  const speak = (...speaking: typeof all) => {
    for (const one of speaking)
      for (const piece of one.together.say()) for (const { together } of all) together.hear(piece)
  }
  return { clock, all, speak, everybodySpeaks: () => speak(...all) }
}

describe('C30 C31 several routers count as one', () => {
  test('what a member has used at one of them is used at the others, from the next word on', () => {
    const { all, everybodySpeaks } = routers(2)
    const [one, other] = all
    expect(one?.take(6)).toBeUndefined()
    everybodySpeaks()
    expect(other?.take(4)).toBeUndefined()
    expect(other?.take(1)).toBe(60)
    expect(other?.take(10, 'bob')).toBeUndefined()
    everybodySpeaks()
    expect(one?.take(1)).toBe(60)
    expect(one?.take(1, 'bob')).toBe(60)
  })

  test('and so are connections, until they are given back', () => {
    const { all, everybodySpeaks } = routers(2)
    const [one, other] = all
    const [first] = [one?.connections.take('ann'), one?.connections.take('ann'), one?.connections.take('ann')]
    everybodySpeaks()
    expect(other?.connections.take('ann')).toBeDefined()
    expect(other?.connections.take('ann')).toBeUndefined()
    expect(other?.connections.take('bob')).toBeDefined()
    first?.()
    everybodySpeaks()
    expect(other?.connections.take('ann')).toBeDefined()
    expect(other?.connections.take('ann')).toBeUndefined()
  })

  test('their minutes end together: nobody gets a second allowance in between', () => {
    const { clock, all, everybodySpeaks } = routers(2)
    const [one, other] = all
    expect(one?.take(10)).toBeUndefined()
    clock.now += 30_000
    expect(other?.take(1, 'bob')).toBeUndefined()
    everybodySpeaks()
    expect(other?.take(1)).toBe(30)
    clock.now += 30_000
    expect(other?.take(10)).toBeUndefined()
    everybodySpeaks()
    expect(one?.take(1)).toBe(60)
  })

  test('whoever has just begun, or missed a word, asks, and is told all of it', () => {
    const { all, speak, everybodySpeaks } = routers(3)
    const [one, other, late] = all
    one?.take(10)
    one?.connections.take('ann')
    // Nobody hears that.
    one?.together.say()
    if (one && other) speak(one, other)
    expect(other?.take(1)).toBeUndefined()
    everybodySpeaks()
    everybodySpeaks()
    expect([other?.take(1), late?.take(1)]).toEqual([60, 60])
    expect(late?.together.held.elsewhere('connections ann')).toBe(1)
  })

  test('whoever is silent for five seconds is away, and what was counted there counts no more', () => {
    const { clock, all, speak, everybodySpeaks } = routers(2)
    const [one, other] = all
    one?.take(10)
    everybodySpeaks()
    expect(other?.together.others).toBe(1)
    clock.now += 5_001
    if (other) speak(other)
    expect(other?.together.others).toBe(0)
    expect(other?.take(10)).toBeUndefined()
  })

  test('a member with less than a hundredth is not worth a word; many are told in pieces', () => {
    const { all, everybodySpeaks } = routers(2)
    const [one, other] = all
    one?.take(9, 'ann', 1_000)
    expect(one?.together.say().map((piece) => JSON.parse(piece).used)).toEqual([[]])
    for (let n = 0; n < 2_500; n += 1) one?.take(10, `member ${n}`, 1_000)
    const pieces = one?.together.say() ?? []
    expect(pieces.map((piece) => JSON.parse(piece).used.length)).toEqual([1_000, 1_000, 500])
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(1_000_000 / 4)
    everybodySpeaks()
    everybodySpeaks()
    expect(other?.together.used.elsewhere('member 2499')).toBe(10)
  })

  test('what is no word of a router is refused, and changes nothing', () => {
    const [one] = routers(1).all
    for (const text of [
      '',
      '{}',
      '{"from":"x"}',
      '[]',
      '{"from":"x","number":1,"asks":false,"left":1,"used":[["a","b"]],"held":[]}',
    ])
      expect(() => one?.together.hear(text), text).toThrow()
    expect(one?.together.others).toBe(0)
  })
})

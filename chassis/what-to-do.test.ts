import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { whatToDo } from './what-to-do.ts'

const thrown = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

test('what the system refuses is told with what somebody can do about it', async () => {
  expect(whatToDo(Object.assign(new Error('no space'), { code: 'ENOSPC', path: '/data/x' }))).toBe(
    'the volume of /data/x is full: make room; nothing that was accepted is lost',
  )
  expect(whatToDo(thrown(() => rmSync('/proc/1/stat')))).toMatch(
    /may not be used by user \d+ \(E\w+\): give it the right/,
  )
  expect(whatToDo(thrown(() => new DatabaseSync('/proc/no-such-folder/file')))).toMatch(/may not be used by user/)
  expect(whatToDo(Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }))).toMatch(
    /is full: make room/,
  )
  const taken = await new Promise((resolve) => createServer().once('error', resolve).listen(0, '203.0.113.1'))
  expect(whatToDo(taken)).toBe('203.0.113.1 is no address of this machine: choose another HOST')
  expect(whatToDo(Object.assign(new Error('password authentication failed'), { code: '28P01' }))).toMatch(
    /PostgreSQL lets nobody in with this password .*: give the one of now/,
  )
  const nobody = await new Promise((resolve) => connect(9, '127.0.0.1').once('error', resolve))
  expect(whatToDo(nobody)).toMatch(/nobody answers there \(.*\): is it running, and its address right\?/)
  expect(whatToDo(new Error('its own words'))).toBe('its own words')
  expect(whatToDo('a text')).toBe('a text')
})

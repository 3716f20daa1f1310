import { expect, test } from 'vitest'
import { readLogLine } from './log-line.ts'

test.each([
  [
    '{"level":"info","time":"2026-11-21T03:04:01.763Z","service":"rent","pid":7,"msg":"listening","port":4002}',
    false,
    'listening port=4002',
  ],
  [
    '{"level":"error","service":"rent","msg":"failed","err":{"type":"PgError","message":"gone","stack":"at …"}}',
    true,
    'ERROR failed err=PgError: gone',
  ],
  ['{"level":"warn","msg":"slow","rows":[1,2]}', true, 'WARN slow rows=[1,2]'],
  ['{"broken', false, '{"broken'],
  ['2026-11-21 03:04:01.893 UTC [25444] LOG:  database system is ready', false, 'LOG:  database system is ready'],
  ['2026-11-21 03:04:01.893 UTC [25444] FATAL:  no', true, 'FATAL:  no'],
  ['FATAL:  the database system is starting up', false, 'FATAL:  the database system is starting up'],
  ['[25413] 2026/11/21 03:04:01.184176 [INF]   Version:  2.15.1', false, '[INF]   Version:  2.15.1'],
  ['[25413] 2026/11/21 03:04:01.184176 [ERR] no', true, '[ERR] no'],
])('%s', (line, serious, text) => {
  expect(readLogLine(line)).toEqual({ serious, text })
})

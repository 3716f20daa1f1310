import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { misfits } from './fits.ts'
import { wireSchema } from './json-schema.ts'

const kinds = (sent: z.ZodType, read: z.ZodType) =>
  misfits(wireSchema(sent), wireSchema(read)).map(({ kind, path }) => `${kind} ${path}`.trim())

describe('what the sender may send and the reader accepts', () => {
  const id = z.object({ id: z.uuid() })

  test.each([
    ['the same', id, id],
    ['a field more than the reader asks for', z.object({ id: z.uuid(), more: z.string() }), id],
    ['a field that the reader can do without', id, z.object({ id: z.uuid(), more: z.string().optional() })],
    ['a record of anything reads every object', id, z.record(z.string(), z.unknown())],
    ['a uuid where text is asked for', id, z.object({ id: z.string().min(1) })],
    ['one value of the ones the reader knows', z.literal('A'), z.enum(['A', 'B'])],
    ['an instant in UTC where any offset is read', z.iso.datetime(), z.iso.datetime({ offset: true })],
    ['a positive number where none may be negative', z.int().positive(), z.int().nonnegative()],
    ['at least one where a positive number is read', z.int().min(1), z.int().positive()],
    ['an integer where a number is read', z.int(), z.number()],
    ['a value where null is read too', z.uuid(), z.uuid().nullable()],
    ['what the reader transforms', z.iso.datetime(), z.iso.datetime().transform((text) => new Date(text))],
    ['a union inside a wider union', z.union([z.string(), z.int()]), z.union([z.int(), z.boolean(), z.string()])],
    ['list in list', z.array(z.array(z.uuid())), z.array(z.array(z.string()))],
  ])('fits: %s', (_, sent, read) => expect(kinds(sent, read)).toEqual([]))

  test.each([
    ['what is not sent', z.object({}), id, ['absent id']],
    ['what may be left out', z.object({ id: z.uuid().optional() }), id, ['optional id']],
    ['another type', z.object({ id: z.int() }), id, ['type id']],
    ['what may be null', z.object({ id: z.uuid().nullable() }), id, ['type id']],
    ['any text where a uuid is read', z.object({ id: z.string() }), id, ['bound id']],
    ['a value that is not known', z.enum(['A', 'B', 'C']), z.enum(['A', 'B']), ['value']],
    ['any text where values are known', z.string(), z.enum(['A', 'B']), ['value']],
    ['an empty text', z.object({ id: z.string() }), z.object({ id: z.string().min(1) }), ['bound id']],
    ['an offset where UTC is read', z.iso.datetime({ offset: true }), z.iso.datetime(), ['bound']],
    ['zero where a positive number is read', z.int().nonnegative(), z.int().positive(), ['bound']],
    ['a fraction where an integer is read', z.number(), z.int(), ['type']],
    ['a field that a strict reader does not know', id, z.strictObject({}), ['closed id']],
    ['inside a list', z.array(z.object({ n: z.string() })), z.array(z.object({ n: z.int() })), ['type [].n']],
    ['a shorter list', z.array(z.int()), z.array(z.int()).min(1), ['bound']],
    ['two patterns that cannot be compared', z.string().regex(/^a+$/), z.string().regex(/^a{1,9}$/), ['unknown']],
    ['a multiple that is not promised', z.int(), z.int().multipleOf(5), ['unknown']],
  ])('does not fit: %s', (_, sent, read, expected) => expect(kinds(sent, read)).toEqual(expected))

  test('says it in words', () => {
    const sent = wireSchema(z.object({ paymentId: z.uuid().nullable(), state: z.enum(['NEW', 'OLD']) }))
    const read = wireSchema(z.object({ paymentId: z.uuid(), state: z.enum(['OLD']) }))
    expect(misfits(sent, read)).toMatchObject([
      { path: 'paymentId', message: 'may be null; uuid is expected' },
      { path: 'state', message: 'may be "NEW"; "OLD" is expected' },
    ])
  })
})

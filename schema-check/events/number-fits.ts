import { describe, valuesOf, type JsonSchema } from './json-schema.ts'
import type { Misfit } from './misfit.ts'
import { isWhole } from './value-fits.ts'

/** Integers are compared as integers: more than 0 is 1 or more. */
export function ofNumbers(sent: JsonSchema, read: JsonSchema, path: string): Misfit[] {
  const values = valuesOf(sent)?.map(Number)
  const [low, high] = [lowest(read), highest(read)]
  const misfit = (): Misfit[] => [
    { kind: 'bound', path, message: `may be ${describe(sent)}; ${describe(read)} is expected` },
  ]
  const step = read.multipleOf
  if (values !== undefined) {
    const fits = (value: number) =>
      isWithin({ at: value, open: false }, low) &&
      isWithin({ at: -value, open: false }, high) &&
      (step === undefined || isWhole(value / step))
    return values.every(fits) ? [] : misfit()
  }
  if (step !== undefined) {
    const promised = sent.multipleOf ?? (sent.type === 'integer' ? 1 : undefined)
    if (promised === undefined || !isWhole(promised / step)) {
      return [{ kind: 'bound', path, message: `may be ${describe(sent)}; a multiple of ${step} is expected` }]
    }
  }
  const whole = sent.type === 'integer'
  const least = whole ? inclusive(lowest(sent)) : lowest(sent)
  const most = whole ? inclusive(highest(sent)) : highest(sent)
  return isWithin(least, low) && isWithin(most, high) ? [] : misfit()
}

/** Whether any number is within the limits of both. */
export function isWithinBoth(one: JsonSchema, other: JsonSchema): boolean {
  const whole = one.type === 'integer' || other.type === 'integer'
  const limit = whole ? inclusive : (open: Limit) => open
  return [one, other].every((low) =>
    [one, other].every((high) => {
      const [least, most] = [limit(lowest(low)), limit(highest(high))]
      return least.at < -most.at || (least.at === -most.at && !least.open && !most.open)
    }),
  )
}

/** Where numbers begin, by `at` itself or just above it. The end is the beginning of the negative ones. */
interface Limit {
  readonly at: number
  readonly open: boolean
}

function lowest({ minimum = -Infinity, exclusiveMinimum = -Infinity }: JsonSchema): Limit {
  return exclusiveMinimum >= minimum && exclusiveMinimum !== -Infinity
    ? { at: exclusiveMinimum, open: true }
    : { at: minimum, open: false }
}

function highest({ maximum = Infinity, exclusiveMaximum = Infinity }: JsonSchema): Limit {
  return lowest({ minimum: -maximum, exclusiveMinimum: -exclusiveMaximum })
}

function inclusive({ at, open }: Limit): Limit {
  if (!Number.isFinite(at)) return { at, open }
  return { at: open ? Math.floor(at) + 1 : Math.ceil(at), open: false }
}

function isWithin(one: Limit, limit: Limit): boolean {
  return one.at > limit.at || (one.at === limit.at && (one.open || !limit.open))
}

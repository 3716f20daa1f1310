import { z } from 'zod'
import { SAMPLERS } from '@ebook/telemetry/settings'
import { claimOf } from './roles.ts'

/** One variable that is missing or cannot be used, in words that never contain a secret. */
export interface ConfigProblem {
  readonly variable: string
  readonly problem: string
}

/** The configuration cannot be used. The message lists every problem by the variable's name; it needs no stack. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]
  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable} ${problem}`)
    super(`the configuration cannot be used:\n${lines.join('\n')}\nSet them in the environment and start again.`)
    this.problems = problems
  }
}

/** sysexits.h EX_CONFIG: starting again will not help until somebody changes the environment. */
export const CONFIG_EXIT_CODE = 78

/**
 * Reads the environment once. A variable that is set to nothing counts as not set. Throws ConfigError with all
 * problems at once. The values of variables are shown only where the kind of variable cannot hold a secret.
 */
export function readConfig<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  env: Record<string, string | undefined> = process.env,
): Readonly<z.output<z.ZodObject<Shape>>> {
  const given: Record<string, string | undefined> = {}
  for (const name of Object.keys(shape)) given[name] = env[name]?.trim() || undefined
  const parsed = z.object(shape).safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => ({ variable: String(issue.path[0]), problem: issue.message })),
    )
  }
  for (const value of Object.values(parsed.data)) Object.freeze(value)
  return Object.freeze(parsed.data)
}

/** What every process reads to trace; OpenTelemetry's own names. */
export const tracingConfig = () => ({
  /** Where the collector takes OTLP over HTTP. Without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:']).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headers(),
  OTEL_EXPORTER_OTLP_PROTOCOL: oneOf(['http/json'], 'http/json'),
  OTEL_TRACES_SAMPLER: oneOf(SAMPLERS, 'parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: rate(1),
})

export type TracingConfig = z.output<z.ZodObject<ReturnType<typeof tracingConfig>>>

/** What every process that serves HTTP reads. */
export const serverConfig = (defaultPort: number) => ({
  PORT: port(defaultPort),
  HOST: text('127.0.0.1'),
  NODE_ENV: oneOf(['development', 'test', 'production'], 'production'),
  LOG_LEVEL: logLevel(),
  /** Where /metrics and /health are for the operator. Not set, /metrics is on PORT. */
  METRICS_PORT: port().optional(),
  METRICS_HOST: text('127.0.0.1'),
  /** Milliseconds between "not ready" and the end of service: time for balancers to look elsewhere. */
  SHUTDOWN_DELAY_MS: integer(0, { max: 60_000 }),
  OIDC_ISSUER: url(['http:', 'https:']),
  OIDC_AUDIENCE: text('ebook-rental'),
  /** Where its keys are, if the issuer's name does not lead to it from here; else they are found by discovery. */
  OIDC_JWKS_URL: url(['http:', 'https:']).optional(),
  OIDC_ROLES_CLAIM: claim('roles'),
  /** What the issuer calls who may borrow, and who decides. */
  OIDC_MEMBER_ROLES: list(['MEMBER']),
  OIDC_ADMIN_ROLES: list(['ADMIN']),
})

/** What every subgraph reads. */
export const subgraphConfig = (defaultPort: number) => ({
  ...serverConfig(defaultPort),
  NATS_URL: text('nats://127.0.0.1:4222'),
  NATS_USER: text(),
  NATS_PASSWORD: secret(),
  NATS_STREAM_REPLICAS: integer(1, { min: 1, max: 5 }),
  /** By which it knows the router. Comma separated: all are accepted, so that one can replace another. */
  SUBGRAPH_SECRET: secrets(),
  ROUTER_SECRET: absent(
    'is for the router alone: set SUBGRAPH_SECRET to what `npm run subgraph-secrets` derives from it',
  ),
})

/** A variable of one kind. Without a fallback it must be set. */
function variable<Value>(
  expected: string,
  read: (given: string) => Value | undefined,
  fallback: Value | undefined,
  holdsSecret = false,
): z.ZodType<Value> {
  return z
    .string()
    .optional()
    .transform((given, context) => {
      const value = given === undefined ? fallback : read(given)
      if (value !== undefined) return value
      const problem = given === undefined ? 'is not set' : holdsSecret ? 'cannot be used' : `is "${given}"`
      context.issues.push({ code: 'custom', message: `${problem}; expected ${expected}`, input: given })
      return z.NEVER
    })
}

/** A variable that must not be set here. */
const absent = (problem: string) => z.undefined({ error: problem })

export const text = (fallback?: string) => variable('some text', (given) => given, fallback)

export function oneOf<const Value extends string>(values: readonly Value[], fallback?: Value): z.ZodType<Value> {
  return variable(`one of ${values.join(', ')}`, (given) => values.find((value) => value === given), fallback)
}

export const logLevel = () => oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info')

export function integer(fallback?: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): z.ZodType<number> {
  const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return variable(`a whole number ${bounds}`, (given) => integerIn(given, min, max), fallback)
}

/** 0 lets the operating system choose. */
export const port = (fallback?: number) =>
  variable('a port, 0 to 65535', (given) => integerIn(given, 0, 65_535), fallback)

/** A probability. */
export const rate = (fallback?: number) =>
  variable(
    'a number from 0 to 1',
    (given) => {
      const value = /^\d(\.\d+)?$/.test(given) ? Number(given) : NaN
      return value >= 0 && value <= 1 ? value : undefined
    },
    fallback,
  )

export interface Range {
  readonly min: number
  readonly max: number
}

/** `400-620`, or `400` for a range of one. */
export const range = (fallback?: string) =>
  variable(
    'a whole number or a range such as 400-620',
    readRange,
    fallback === undefined ? undefined : readRange(fallback),
  )

function readRange(given: string): Range | undefined {
  const [, low, high] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(given) ?? []
  if (low === undefined) return undefined
  const min = Number(low)
  const max = high === undefined ? min : Number(high)
  return min <= max ? { min, max } : undefined
}

/** An ISO 8601 duration; the value is in milliseconds. */
export function duration(fallback?: string): z.ZodType<number> {
  return variable(
    'an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as PT15M or P1DT2H',
    parseDuration,
    fallback === undefined ? undefined : parseDuration(fallback),
  )
}

const isoDuration =
  /^P(?:(\d{1,6})W|(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?)$/

/** Milliseconds of an ISO 8601 duration. Undefined for anything else, and for years and months: their length varies. */
export function parseDuration(given: string): number | undefined {
  const match = isoDuration.exec(given)
  if (match === null || given === 'P') return undefined
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  return Math.round(
    (weeks ?? 0) * 604_800_000 +
      (days ?? 0) * 86_400_000 +
      (hours ?? 0) * 3_600_000 +
      (minutes ?? 0) * 60_000 +
      (seconds ?? 0) * 1_000,
  )
}

/** An absolute URL, kept as it was written. It may carry a password, so it is never shown. */
export function url(protocols?: readonly string[], fallback?: string): z.ZodType<string> {
  const expected =
    protocols === undefined
      ? 'a URL'
      : `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`
  const read = (given: string) => {
    const parsed = URL.parse(given)
    return parsed !== null && (protocols === undefined || protocols.includes(parsed.protocol)) ? given : undefined
  }
  return variable(expected, read, fallback, true)
}

/** Of a token, as `claimOf` reads it. */
export const claim = (fallback?: string) =>
  variable(
    'a claim such as roles, realm_access.roles, https://library.example/roles or /resource_access/my.client/roles',
    claimOf,
    fallback === undefined ? undefined : claimOf(fallback),
  )

export const databaseUrl = () => url(['postgres:', 'postgresql:'])

/** Comma separated, blanks around the items dropped. */
export function list(fallback?: readonly string[]): z.ZodType<readonly string[]> {
  return variable('a comma separated list', readList, fallback)
}

/** Whole numbers under names, such as `CHILD=2,STAFF=20`; none when it is not set. */
export const counts = ({ max }: { readonly max: number }) =>
  variable<Readonly<Record<string, number>>>(
    `whole numbers from 0 to ${max} as name=number, comma separated`,
    (given) => readCounts(given, max),
    {},
  )

function readCounts(given: string, max: number): Readonly<Record<string, number>> | undefined {
  const pairs = (readList(given) ?? []).map((pair) => {
    const [, name = '', number = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? []
    return [name, integerIn(number, 0, max)] as const
  })
  const isFine = pairs.length > 0 && pairs.every(([, number]) => number !== undefined)
  const isOnce = new Set(pairs.map(([name]) => name)).size === pairs.length
  return isFine && isOnce ? (Object.fromEntries(pairs) as Record<string, number>) : undefined
}

const SHORTEST_SECRET = 16

export const secret = () =>
  variable(
    `a secret of at least ${SHORTEST_SECRET} characters`,
    (given) => (given.length >= SHORTEST_SECRET ? given : undefined),
    undefined,
    true,
  )

export const secrets = () =>
  variable<readonly string[]>(
    `one or more secrets of at least ${SHORTEST_SECRET} characters, comma separated`,
    (given) => (readList(given)?.every((one) => one.length >= SHORTEST_SECRET) ? readList(given) : undefined),
    undefined,
    true,
  )

/** Such as `authorization=Bearer%20…`, comma separated. */
const headers = () =>
  variable<Readonly<Record<string, string>>>(
    'headers as name=value, comma separated, values percent-encoded',
    readHeaders,
    {},
    true,
  )

function readHeaders(given: string): Readonly<Record<string, string>> | undefined {
  const pairs = (readList(given) ?? []).map((pair) => /^([\w-]+)=([\x21-\x7e]*)$/.exec(pair))
  try {
    return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? unreadable(), decodeURIComponent(pair?.[2] ?? '')]))
  } catch {
    return undefined
  }
}

function unreadable(): never {
  throw new Error('unreadable')
}

function readList(given: string): readonly string[] | undefined {
  const items = given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return items.length > 0 ? items : undefined
}

function integerIn(given: string, min: number, max: number): number | undefined {
  const value = /^-?\d{1,16}$/.test(given) ? Number(given) : NaN
  return value >= min && value <= max ? value : undefined
}

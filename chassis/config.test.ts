import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  ConfigError,
  counts,
  databaseUrl,
  duration,
  integer,
  list,
  oneOf,
  parseDuration,
  port,
  range,
  rate,
  readConfig,
  secret,
  secrets,
  subgraphConfig,
  tracingConfig,
  text,
  url,
} from './config.ts'

/** The message about one variable, or undefined when it is accepted. */
function problemOf(schema: z.ZodType, value: string | undefined): string | undefined {
  try {
    readConfig({ IT: schema }, { IT: value })
    return undefined
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems[0]?.problem
  }
}

const valueOf = <Value>(schema: z.ZodType<Value>, value?: string) => readConfig({ IT: schema }, { IT: value }).IT

describe('C37 the configuration', () => {
  test('is read once and cannot be changed', () => {
    const env = { PORT: '4002' }
    const config = readConfig({ PORT: port(), RANGE: range('1-2'), ORIGINS: list(['a']) }, env)
    env.PORT = '1'
    expect(config).toEqual({ PORT: 4002, RANGE: { min: 1, max: 2 }, ORIGINS: ['a'] })
    expect(() => Object.assign(config, { PORT: 1 })).toThrow(TypeError)
    expect(() => Object.assign(config.RANGE, { min: 0 })).toThrow(TypeError)
    expect(() => Object.assign(config.ORIGINS, { 0: 'b' })).toThrow(TypeError)
  })

  test('says everything that is wrong with it at once, by the names of the variables, and what to do', () => {
    const read = () =>
      readConfig(
        { PORT: port(4001), DATABASE_URL: databaseUrl(), PAY_UNTIL: duration() },
        { PORT: 'x', PAY_UNTIL: '15m' },
      )
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(
      [
        'the configuration cannot be used:',
        '  PORT is "x"; expected a port, 0 to 65535',
        '  DATABASE_URL is not set; expected a URL that begins with postgres:// or postgresql://',
        '  PAY_UNTIL is "15m"; expected an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as PT15M or P1DT2H',
        'Set them in the environment and start again.',
      ].join('\n'),
    )
  })

  test('counts a variable that is set to nothing as not set', () => {
    expect(valueOf(port(4001), '  ')).toBe(4001)
    expect(problemOf(port(), '')).toMatch(/^is not set; expected a port/)
  })

  test('never shows what may be secret', () => {
    for (const schema of [url(['https:']), databaseUrl(), secret(), secrets()]) {
      expect(problemOf(schema, 'hunter2')).toMatch(/^cannot be used; expected/)
    }
  })

  test('takes any zod schema', () => {
    expect(valueOf(z.string().regex(/^a+$/), 'aaa')).toBe('aaa')
    expect(problemOf(z.string().regex(/^a+$/), 'b')).toBe('Invalid string: must match pattern /^a+$/')
  })

  test('of a subgraph is complete with three secrets and two addresses', () => {
    const env = {
      NATS_USER: 'rent',
      NATS_PASSWORD: 'a-password-of-nats',
      OIDC_ISSUER: 'http://127.0.0.1:4006',
      SUBGRAPH_SECRET: 'the-new-secret-of-the-router,the-old-secret-of-the-router',
    }
    expect(readConfig(subgraphConfig(4002), env)).toEqual({
      ...env,
      PORT: 4002,
      HOST: '127.0.0.1',
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      METRICS_HOST: '127.0.0.1',
      SHUTDOWN_DELAY_MS: 0,
      OIDC_AUDIENCE: 'ebook-rental',
      OIDC_ROLES_CLAIM: ['roles'],
      OIDC_MEMBER_ROLES: ['MEMBER'],
      OIDC_ADMIN_ROLES: ['ADMIN'],
      NATS_URL: 'nats://127.0.0.1:4222',
      NATS_STREAM_REPLICAS: 1,
      SUBGRAPH_SECRET: ['the-new-secret-of-the-router', 'the-old-secret-of-the-router'],
    })
  })

  test('of a subgraph does not take the root of the router’s keys, and says what it wants instead', () => {
    const problem = /ROUTER_SECRET is for the router alone: set SUBGRAPH_SECRET/
    expect(() => readConfig(subgraphConfig(4002), { ROUTER_SECRET: 'the-root-of-all-keys' })).toThrow(problem)
    expect(() => readConfig(subgraphConfig(4002), { ROUTER_SECRET: 'the-root-of-all-keys' })).not.toThrow(/the-root/)
  })
})

describe('what is to be traced, by OpenTelemetry’s names:', () => {
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }

  test('nothing, if nobody says where the collector is', () => {
    expect(readConfig(tracingConfig(), {}).OTEL_EXPORTER_OTLP_ENDPOINT).toBeUndefined()
  })

  test('everything, or a share of it, with what the collector wants to be sent', () => {
    expect(readConfig(tracingConfig(), collector)).toMatchObject({
      OTEL_TRACES_SAMPLER: 'parentbased_always_on',
      OTEL_EXPORTER_OTLP_HEADERS: {},
    })
    const more = {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.01',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a=b, x-team=library',
    }
    expect(readConfig(tracingConfig(), { ...collector, ...more })).toMatchObject({
      OTEL_TRACES_SAMPLER_ARG: 0.01,
      OTEL_EXPORTER_OTLP_HEADERS: { authorization: 'Bearer a=b', 'x-team': 'library' },
    })
  })

  test.each([
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'collector:4318',
      'cannot be used; expected a URL that begins with http:// or https://',
    ],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'is "grpc"; expected one of http/json'],
    ['OTEL_TRACES_SAMPLER', 'always_on', 'is "always_on"; expected one of parentbased_always_on,'],
    ['OTEL_TRACES_SAMPLER_ARG', '1%', 'is "1%"; expected a number from 0 to 1'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'Bearer s3cret', 'cannot be used; expected headers as name=value'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=%zz', 'cannot be used; expected headers as name=value'],
  ])('%s is not %j, and a sentence says so', (name, value, sentence) => {
    const bad = () => readConfig(tracingConfig(), { ...collector, [name]: value })
    expect(bad).toThrow(`${name} ${sentence}`)
    expect(bad).not.toThrow('s3cret')
  })
})

describe('a duration is ISO 8601, in milliseconds:', () => {
  test.each([
    ['PT15M', 900_000],
    ['P1DT2H', 93_600_000],
    ['PT0.5S', 500],
    ['PT72H', 259_200_000],
    ['P2W', 1_209_600_000],
    ['PT1H2M3S', 3_723_000],
    ['PT0S', 0],
  ])('%s is %i ms', (given, ms) => {
    expect(parseDuration(given)).toBe(ms)
    expect(valueOf(duration(given))).toBe(ms)
  })

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    '15m',
    '900',
    'PT-5M',
    '-PT5M',
    'P1M',
    'P1Y',
    'P1Y2M',
    'PT1.5H',
    'pt15m',
    'PT15M ',
    'PT1S2M',
    'P1W2D',
  ])('"%s" is refused', (given) => expect(parseDuration(given)).toBeUndefined())
})

test.each([
  ['0', 0],
  ['65535', 65_535],
  ['65536', undefined],
  ['-1', undefined],
  ['40.5', undefined],
  ['0x50', undefined],
])('the port %s', (given, value) => {
  if (value === undefined) expect(problemOf(port(), given)).toBe(`is "${given}"; expected a port, 0 to 65535`)
  else expect(valueOf(port(), given)).toBe(value)
})

test.each([
  ['400-620', { min: 400, max: 620 }],
  ['400', { min: 400, max: 400 }],
  ['0-0', { min: 0, max: 0 }],
  ['620-400', undefined],
  ['-5', undefined],
  ['400-', undefined],
  ['a-b', undefined],
])('the range %s', (given, value) => {
  if (value === undefined) expect(problemOf(range(), given)).toMatch(/expected a whole number or a range/)
  else expect(valueOf(range(), given)).toEqual(value)
})

test.each([
  ['0', 0],
  ['0.25', 0.25],
  ['1', 1],
  ['1.0', 1],
  ['1.01', undefined],
  ['-0.1', undefined],
  ['25%', undefined],
  ['NaN', undefined],
])('the rate %s', (given, value) => {
  if (value === undefined) expect(problemOf(rate(), given)).toMatch(/expected a number from 0 to 1/)
  else expect(valueOf(rate(), given)).toBe(value)
})

test('a whole number has bounds', () => {
  expect(valueOf(integer(1, { min: 1, max: 5 }), '5')).toBe(5)
  expect(problemOf(integer(1, { min: 1, max: 5 }), '6')).toBe('is "6"; expected a whole number from 1 to 5')
  expect(problemOf(integer(), '1e3')).toBe('is "1e3"; expected a whole number of at least 0')
})

test('one of several words', () => {
  expect(valueOf(oneOf(['APPROVED', 'PAID']), 'PAID')).toBe('PAID')
  expect(problemOf(oneOf(['APPROVED', 'PAID']), 'paid')).toBe('is "paid"; expected one of APPROVED, PAID')
})

test('a list drops blanks around and between its items', () => {
  expect(valueOf(list(), ' http://a , ,http://b')).toEqual(['http://a', 'http://b'])
  expect(problemOf(list(), ' , ')).toMatch(/expected a comma separated list/)
})

test('numbers under names are told each once', () => {
  expect(valueOf(counts({ max: 20 }), 'CHILD=2, STAFF=20')).toEqual({ CHILD: 2, STAFF: 20 })
  expect(valueOf(counts({ max: 20 }), '')).toEqual({})
  for (const wrong of ['CHILD', 'CHILD=', '=2', 'CHILD=21', 'CHILD=-1', 'CHILD=1,CHILD=2', 'CHILD=2=3', ','])
    expect(problemOf(counts({ max: 20 }), wrong)).toMatch(/expected whole numbers from 0 to 20 as name=number/)
})

test('every one of several secrets is long enough', () => {
  expect(valueOf(secrets(), 'sixteen-or-longer-1,sixteen-or-longer-2')).toEqual([
    'sixteen-or-longer-1',
    'sixteen-or-longer-2',
  ])
  expect(problemOf(secrets(), 'sixteen-or-longer-1,short')).toMatch(/^cannot be used/)
})

test('a URL is kept as it was written', () => {
  expect(valueOf(url(['http:', 'https:']), 'https://issuer.example')).toBe('https://issuer.example')
  expect(problemOf(url(['http:', 'https:']), 'ftp://issuer.example')).toBe(
    'cannot be used; expected a URL that begins with http:// or https://',
  )
  expect(problemOf(url(), 'issuer')).toBe('cannot be used; expected a URL')
  expect(valueOf(text('x'))).toBe('x')
})

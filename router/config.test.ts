import { describe, expect, test } from 'vitest'
import { readRouterConfig } from './config.ts'

const needed = { OIDC_ISSUER: 'https://issuer.example', ROUTER_SECRET: 'a-secret-that-is-long-enough' }

describe('C37 what cannot be used is named', () => {
  test('C37 what is missing', () => {
    expect(() => readRouterConfig({})).toThrow(/OIDC_ISSUER is not set[^]*ROUTER_SECRET is not set/)
  })

  test.each([
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://library.example/path'],
    ['CORS_ORIGINS', 'library.example'],
    ['BOOK_URL', 'tcp://book'],
    ['TRUSTED_DOCUMENTS', 'off'],
    ['RATE_LIMIT_PER_MINUTE', '0'],
    ['REQUEST_TIMEOUT_MS', 'PT10S'],
  ])('C37 %s=%s', (variable, value) => {
    expect(() => readRouterConfig({ ...needed, [variable]: value })).toThrow(variable)
  })

  test('C37 who says nothing gets production, and nothing that is only for development', () => {
    const config = readRouterConfig(needed)
    expect(config).toMatchObject({
      production: true,
      trustMode: 'only',
      CORS_ORIGINS: [],
      HOST: '127.0.0.1',
      PORT: 4000,
    })
    expect(readRouterConfig({ ...needed, NODE_ENV: 'development' })).toMatchObject({
      production: false,
      trustMode: 'also',
    })
    expect(readRouterConfig({ ...needed, TRUSTED_DOCUMENTS: 'also' })).toMatchObject({
      production: true,
      trustMode: 'also',
    })
  })
})

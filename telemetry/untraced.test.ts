import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

const script = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
  const ofTheSdk = () => loaded.filter((url) => url.includes('@opentelemetry/sdk-trace')).length
  for (const name of ['@ebook/chassis/process', '@ebook/chassis/database', '@ebook/nats/messaging']) await import(name)
  const untraced = ofTheSdk()
  await import('@ebook/telemetry/open-telemetry')
  console.log(JSON.stringify({ untraced, isLoaded: ofTheSdk() > 0 }))`

// The API, a few kB, is loaded by prom-client.
test('untraced, nothing of OpenTelemetry is loaded by what every process is made of', () => {
  const options = { cwd: import.meta.dirname, encoding: 'utf8' } as const
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], options)
  expect(JSON.parse(told)).toEqual({ untraced: 0, isLoaded: true })
}, 120_000)

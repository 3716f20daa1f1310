import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** What of OpenTelemetry a process has loaded when it has imported these, but for the API, which prom-client loads. */
function loadedWith(...modules: readonly string[]): string[] {
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    for (const name of ${JSON.stringify(modules)}) await import(name)
    console.log(JSON.stringify(loaded))`
  const options = { cwd: import.meta.dirname, encoding: 'utf8' } as const
  const loaded = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options)) as string[]
  return loaded.filter((url) => /@opentelemetry\/(?!api\/)/.test(url))
}

test('untraced, nothing of OpenTelemetry is loaded by what every process is made of', () => {
  expect(
    loadedWith('@ebook/chassis/process', '@ebook/chassis/subgraph', '@ebook/chassis/database', '@ebook/nats/messaging'),
  ).toEqual([])
  expect(loadedWith('@ebook/telemetry/open-telemetry')).not.toEqual([])
})

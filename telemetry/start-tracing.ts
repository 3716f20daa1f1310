import type { TracingSettings } from './settings.ts'
import { traceBy } from './tracing.ts'

/** From now on everything is traced. What is needed for it is loaded here, and nowhere else. */
export async function startTracing(settings: TracingSettings): Promise<{ stop(): Promise<void> }> {
  const { openTelemetry } = await import('./open-telemetry.ts')
  const on = openTelemetry(settings)
  traceBy(on)
  return {
    async stop() {
      traceBy(undefined)
      await on.stop()
    },
  }
}

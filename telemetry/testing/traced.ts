import { openTelemetry, type OpenTelemetry } from '../open-telemetry.ts'
import type { TracingSettings } from '../settings.ts'
import { traceBy } from '../tracing.ts'
import { otlpReceiver, type OtlpReceiver, type ReceivedSpan } from './otlp-receiver.ts'

export interface Traced {
  readonly on: OpenTelemetry
  readonly receiver: OtlpReceiver
  /** Ends the tracing, and gives what was exported. */
  exported(): Promise<readonly ReceivedSpan[]>
  stop(): Promise<void>
}

/** Traces everything in this process, until it is stopped. */
export async function traced(service: string, more: Partial<TracingSettings> = {}): Promise<Traced> {
  const receiver = await otlpReceiver()
  const log = { info: () => undefined, warn: () => undefined }
  const settings = { headers: {}, sampler: 'parentbased_always_on', ratio: 1, log } as const
  const on = openTelemetry({ service, endpoint: receiver.url, ...settings, ...more })
  traceBy(on)
  const exported = async () => {
    traceBy(undefined)
    await on.stop()
    return receiver.spans
  }
  return {
    on,
    receiver,
    exported,
    async stop() {
      await exported()
      await receiver.stop()
    },
  }
}

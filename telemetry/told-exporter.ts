import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Log } from './settings.ts'

/** Tells once when the collector takes nothing, and once when it does again. */
export class ToldExporter implements SpanExporter {
  readonly #exporter: SpanExporter
  readonly #log: Log
  #isFailing = false

  constructor(exporter: SpanExporter, log: Log) {
    this.#exporter = exporter
    this.#log = log
  }

  export(...[spans, done]: Parameters<SpanExporter['export']>): void {
    this.#exporter.export(spans, (result) => {
      this.#tell(result.error)
      done(result)
    })
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }

  #tell(error: Error | undefined): void {
    const isFailing = error !== undefined
    if (isFailing === this.#isFailing) return
    this.#isFailing = isFailing
    if (isFailing)
      this.#log.warn({ err: error }, 'the collector of traces takes nothing: spans are dropped until it does')
    else this.#log.info({}, 'the collector of traces takes spans again')
  }
}

/** Whoever has a parent does as it does, so that a trace is there whole or not at all; this is about the first span. */
export const SAMPLERS = ['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const

export interface TracingSettings {
  readonly service: string
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  readonly sampler: (typeof SAMPLERS)[number]
  /** 0 to 1; of parentbased_traceidratio. */
  readonly ratio: number
  readonly log: Log
}

/** Is told when the collector takes nothing, and when it does again. */
export interface Log {
  info(about: object, message: string): void
  warn(about: object, message: string): void
}

import type { Registry } from '@ebook/chassis/metrics'
import { Hub } from './hub.ts'
import { liveMetrics } from './metrics.ts'
import type { View } from './view.ts'
import { openWaits } from './waiting.ts'

interface ViewSettings extends Pick<View, 'file' | 'waitMs' | 'resumeWindow'> {
  readonly registry: Registry
  /** One that marks its places at another rhythm; by default a tenth of the window. */
  readonly hub?: Hub | undefined
}

/** The view of an open file. Its hub must hear of every commit, and be stopped. */
export function openView({ registry, hub, ...settings }: ViewSettings): View {
  return {
    ...settings,
    hub: hub ?? new Hub({ markEvery: Math.ceil(settings.resumeWindow / 10) }),
    metrics: liveMetrics(registry),
    waits: openWaits(),
  }
}

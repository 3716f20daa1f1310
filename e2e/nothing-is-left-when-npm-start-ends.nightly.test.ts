import { nothingIsLeft } from './testing/npm-start.ts'

for (const link of ['npm', 'the bootstrap', 'the supervisor'] as const) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const) nothingIsLeft(link, signal)
}

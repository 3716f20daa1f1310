import { nothingIsLeft } from './nothing-is-left-when-npm-start-ends.ts'

for (const link of ['npm', 'the bootstrap', 'the supervisor'] as const) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const) nothingIsLeft(link, signal)
}

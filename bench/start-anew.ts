import type { Replicated } from '@ebook/stack/instances'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'

/**
 * Every turn begins with processes that have just been started. A replica that had run all the time would be the warmer
 * one; and a router that had run would keep its connections, all of them to those that were there before. `env` is added to
 * their environment.
 */
export async function startAnew(
  stack: Stack,
  count: number,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const kinds = [...SUBGRAPHS, 'router'] as const
  for (const name of kinds.toReversed()) await Promise.all(stack.processes(name).map((one) => one.stop()))
  for (const name of kinds) await Promise.all(running(stack, name, count).map((one) => one.start({ env })))
}

const running = (stack: Stack, name: Replicated, count: number): readonly StackProcess[] =>
  stack.processes(name).slice(0, count)

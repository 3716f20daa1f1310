import { Text } from '@mantine/core'
import type { Pressed } from './use-press.ts'

/** What came of a press: nothing yet, why it was refused, or the words for it being done. */
export function PressedLine({ pressed, done }: { readonly pressed: Pressed; readonly done: string }) {
  const isRefused = pressed.kind === 'refused'
  return (
    <Text size="sm" role="status" c={isRefused ? 'orange.9' : 'gray.7'}>
      {isRefused ? pressed.words : pressed.kind === 'done' ? done : ''}
    </Text>
  )
}

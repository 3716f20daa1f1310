import { List } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../words/format.ts'

interface Obstacle<Kind> {
  readonly kind: Kind
  readonly title: string | null
  readonly until: string | null
  readonly points: number | null
}

/** What the words of an obstacle may say. */
interface Told {
  readonly title: string
  readonly time: string
  readonly count: number
}

interface Props<Kind> {
  readonly obstacles: readonly Obstacle<Kind>[]
  /** To whom it is said: the member, or a librarian about them. */
  readonly say: (kind: Kind, told: Told) => string
}

/** What is in the way of being forgotten; what reads alike is said once. */
export function ErasureObstacles<Kind extends string>({ obstacles, say }: Props<Kind>) {
  const { t } = useTranslation()
  const formats = useFormats()
  const wordsOf = ({ kind, title, until, points }: Obstacle<Kind>) =>
    say(kind, {
      title: title ?? t('eraseMe.someTitle'),
      time: until === null ? '' : formats.dateTime(until),
      count: points ?? 0,
    })
  return (
    <List>
      {[...new Set(obstacles.map(wordsOf))].map((words) => (
        <List.Item key={words}>{words}</List.Item>
      ))}
    </List>
  )
}

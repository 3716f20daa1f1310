import { useMutation } from '@apollo/client/react'
import { Alert, Button, List, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ForgetMeDocument, type ForgetMeMutation } from '../generated/member.ts'
import { Problem } from '../layout/problem.tsx'
import { useSession } from '../sign-in/session-context.tsx'
import { useFormats } from '../words/format.ts'

type Obstacle = ForgetMeMutation['eraseMe']['inTheWay'][number]

/** What it does is said before it can be pressed, and whoever presses types a word. They are signed out then. */
export function EraseMe() {
  const { t } = useTranslation()
  const session = useSession()
  const [typed, setTyped] = useState('')
  const [erase, { data, error, loading }] = useMutation(ForgetMeDocument)
  const word = t('eraseMe.word')
  const press = async () => {
    const answer = await erase({ variables: { input: { confirm: true } } }).catch(() => undefined)
    if (answer?.data?.eraseMe.erased) await session.signOut()
  }
  const refused = data?.eraseMe.userErrors[0]
  return (
    <section aria-labelledby="erase">
      <Title order={2} size="h4" id="erase" mb="xs">
        {t('eraseMe.title')}
      </Title>
      <Text mb="sm">{t('eraseMe.isGone')}</Text>
      <Text mb="sm">{t('eraseMe.stays')}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void press()
        }}
      >
        <Stack gap="sm" align="flex-start">
          <TextInput
            label={t('eraseMe.type', { word })}
            value={typed}
            autoComplete="off"
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Button type="submit" color="red.9" loading={loading} disabled={typed.trim() !== word}>
            {t('eraseMe.erase')}
          </Button>
        </Stack>
      </form>
      {refused && (
        <Alert color="red" mt="sm" role="alert">
          <Text c="red.9">{t(`userError.${refused.code}`)}</Text>
          <InTheWay obstacles={data.eraseMe.inTheWay} />
        </Alert>
      )}
      {error && <Problem error={error} />}
    </section>
  )
}

function InTheWay({ obstacles }: { obstacles: readonly Obstacle[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const wordsOf = ({ kind, title, until, points }: Obstacle) =>
    t(`erasureObstacle.${kind}`, {
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

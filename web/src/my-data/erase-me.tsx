import { useMutation } from '@apollo/client/react'
import { Alert, Button, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ForgetMeDocument } from '../generated/member.ts'
import { ErasureObstacles } from '../layout/erasure-obstacles.tsx'
import { Problem } from '../layout/problem.tsx'
import { useSession } from '../sign-in/session-context.tsx'

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
          <ErasureObstacles
            obstacles={data.eraseMe.inTheWay}
            say={(kind, told) => t(`erasureObstacle.${kind}`, { ...told })}
          />
        </Alert>
      )}
      {error && <Problem error={error} />}
    </section>
  )
}

import { useMutation } from '@apollo/client/react'
import { Alert, Button, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EraseOneMemberDocument, type ErasureAsked } from '../generated/librarian.ts'
import { ErasureObstacles } from '../layout/erasure-obstacles.tsx'
import { Problem } from '../layout/problem.tsx'

const ASKED = ['IN_PERSON', 'IN_WRITING', 'BY_PHONE'] as const satisfies readonly ErasureAsked[]

/** For a member who asked the library for it. Whoever presses has chosen how that was, and typed whom. */
export function EraseMember({ userId }: { userId: string }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const [asked, setAsked] = useState<ErasureAsked | ''>('')
  const [typed, setTyped] = useState('')
  const [erase, { data, error, loading }] = useMutation(EraseOneMemberDocument)
  const isMeant = asked !== '' && typed.trim() === userId
  const press = async () => {
    if (!isMeant) return
    await erase({ variables: { input: { userId, asked, confirm: true } } }).catch(() => undefined)
  }
  const refused = data?.eraseMember.userErrors[0]
  return (
    <Stack component="section" gap="xs" aria-label={t('erase.title')}>
      <Title order={2} size="h4">
        {t('erase.title')}
      </Title>
      <Text>{t('erase.isGone')}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void press()
        }}
      >
        <Stack gap="sm" align="flex-start">
          <NativeSelect
            label={t('erase.asked')}
            value={asked}
            onChange={({ currentTarget }) => setAsked(currentTarget.value as ErasureAsked | '')}
            data={[
              { value: '', label: t('erase.choose') },
              ...ASKED.map((value) => ({ value, label: t(`erasureAsked.${value}`) })),
            ]}
          />
          <TextInput
            label={t('erase.type', { member: userId })}
            value={typed}
            autoComplete="off"
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Button type="submit" color="red.9" variant="outline" loading={loading} disabled={!isMeant}>
            {t('erase.do')}
          </Button>
        </Stack>
      </form>
      <Text role="status">{data?.eraseMember.erased ? t('erase.done') : ''}</Text>
      {refused && (
        <Alert color="red" role="alert">
          <Text c="red.9">{site(`userError.${refused.code}`)}</Text>
          <ErasureObstacles
            obstacles={data.eraseMember.inTheWay}
            say={(kind, told) => t(`erasureObstacle.${kind}`, { ...told })}
          />
        </Alert>
      )}
      {error && <Problem error={error} />}
    </Stack>
  )
}

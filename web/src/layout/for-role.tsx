import { Button, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession, useSessionState } from '../sign-in/session-context.tsx'
import type { Role } from '../sign-in/viewer.ts'

/** Asks everybody else to sign in. What a page shows is kept from nobody by this: the API gives it to none but them. */
export function ForRole({ role, children }: { role: Role; children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const state = useSessionState()
  if (state.kind !== 'signed-out' && state.viewer.roles.includes(role)) return children
  return (
    <Stack align="flex-start">
      <Text>{state.kind === 'signed-out' ? t('signIn.needed') : t('signIn.forRole', { name: state.viewer.name })}</Text>
      <Button onClick={() => void session.signIn(i18n.language)}>{t('signIn.signIn')}</Button>
    </Stack>
  )
}

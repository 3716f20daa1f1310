import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession, useSessionState } from '../sign-in/session-context.tsx'
import type { Role } from '../sign-in/viewer.ts'

/** Asks everybody else to sign in; `anybody` who is signed in will do. What a page shows is kept from nobody by this: the API gives it to none but them. */
export function ForRole({ role, children }: { role: Role | 'anybody'; children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const state = useSessionState()
  if (state.kind !== 'signed-out' && (role === 'anybody' || state.viewer.roles.includes(role))) return children
  if (state.kind === 'signed-out') return <SignInFirst isLeaving={state.isLeaving} />
  return (
    <Stack align="flex-start">
      <Text>{t('signIn.forRole', { name: state.viewer.name })}</Text>
      <Group>
        <Anchor component={Link} to="/">
          {t('site.home')}
        </Anchor>
        <Button variant="default" onClick={() => void session.signInAsAnother(i18n.language)}>
          {t('signIn.asAnother')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Stands where something has yet to come: what had not come when the session ended will not, and it says so. */
export function StillToCome({ children }: { children: ReactNode }) {
  const { kind } = useSessionState()
  return kind === 'signed-in' ? children : <SignInFirst />
}

function SignInFirst({ isLeaving = false }: { isLeaving?: boolean | undefined }) {
  const { t, i18n } = useTranslation()
  const session = useSession()
  return (
    <Stack align="flex-start">
      <Text role="status">{t('signIn.needed')}</Text>
      <Button disabled={isLeaving} onClick={() => void session.signIn(i18n.language)}>
        {t('signIn.signIn')}
      </Button>
    </Stack>
  )
}

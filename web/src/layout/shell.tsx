import { Alert, AppShell, Burger, Button, Group, Text } from '@mantine/core'
import { useDisclosure, useWindowEvent } from '@mantine/hooks'
import { IconBook2 } from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMyRentals } from '../live/my-rentals.ts'
import { useSession, useSessionState } from '../sign-in/session-context.tsx'
import { keepFocus } from './keep-focus.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { destinationsFor, Navigation } from './navigation.tsx'
import classes from './skip.module.css'

// Whoever is not signed in follows nothing, and does not load what tells of it. A header without it is better than none.
const headerPart = (load: () => Promise<() => ReactNode>) =>
  lazy(() =>
    load().then(
      (part) => ({ default: part }),
      () => ({ default: () => null }),
    ),
  )
const ConnectionState = headerPart(() => import('./connection-state.tsx').then((module) => module.ConnectionState))
const Bell = headerPart(() => import('./bell.tsx').then((module) => module.Bell))

/** The frame around every page. */
export function Shell() {
  const { t } = useTranslation()
  const [opened, { toggle, close }] = useDisclosure()
  const burger = useRef<HTMLButtonElement>(null)
  useWindowEvent('keydown', ({ key }) => {
    if (key !== 'Escape' || !opened) return
    close()
    burger.current?.focus()
  })
  const state = useSessionState()
  useEffect(() => keepFocus(), [])
  // Followed from the first page on, so that "my rentals" is there before it is opened.
  useMyRentals()
  const destinations = destinationsFor(state.kind === 'signed-out' ? [] : state.viewer.roles)
  // From here on all of them have room in the header; those of somebody who is a member and a librarian never have.
  const wide = destinations.length > 4 ? 'lg' : 'md'
  const hasRoom = destinations.length <= 9
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{
        width: 240,
        breakpoint: wide,
        collapsed: { desktop: hasRoom || !opened, mobile: !opened || destinations.length < 2 },
      }}
      padding="md"
    >
      <a href="#main" className={classes['skip']}>
        {t('site.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px={{ base: 8, sm: 'md' }} gap={6} justify="space-between" wrap="nowrap">
          <Group gap={6} wrap="nowrap">
            {destinations.length > 1 && (
              <Burger
                ref={burger}
                opened={opened}
                onClick={toggle}
                {...(hasRoom && { hiddenFrom: wide })}
                size="sm"
                aria-label={t('site.menu')}
                aria-expanded={opened}
              />
            )}
            <Button
              component={Link}
              to="/"
              aria-label={t('site.name')}
              variant="subtle"
              px={4}
              leftSection={<IconBook2 size={22} aria-hidden />}
            >
              <Text fw={700} visibleFrom="xs">
                {t('site.name')}
              </Text>
            </Button>
            {hasRoom && (
              <Group
                component="nav"
                aria-label={t('nav.label')}
                gap={wide === 'lg' ? 0 : 4}
                fz={wide === 'lg' ? 'sm' : 'md'}
                visibleFrom={wide}
                wrap="nowrap"
              >
                <Navigation destinations={destinations} />
              </Group>
            )}
          </Group>
          <Group gap={6} wrap="nowrap">
            <Suspense>{state.kind === 'signed-in' && <ConnectionState />}</Suspense>
            <Suspense>{state.kind === 'signed-in' && <Bell />}</Suspense>
            <LanguageSwitch />
            <SignInOut nameFrom={wide === 'md' ? 'md' : 'xl'} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" aria-label={t('nav.label')} inert={!opened}>
        <Navigation destinations={destinations} onGo={close} />
        {state.kind === 'signed-in' && (
          <Text size="sm" c="gray.7" p="xs" mt="md">
            {t('signIn.signedInAs', { name: state.viewer.name })}
          </Text>
        )}
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <SignInNotice />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}

function SignInOut({ nameFrom }: { nameFrom: 'md' | 'xl' }) {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const state = useSessionState()
  const isLeaving = state.kind === 'signed-out' && state.isLeaving === true
  if (state.kind !== 'signed-in' && !isLeaving) {
    return (
      <Button px="sm" onClick={() => void session.signIn(i18n.language)}>
        {t('signIn.signIn')}
      </Button>
    )
  }
  return (
    <>
      {state.kind === 'signed-in' && (
        <Text
          size="sm"
          c="gray.7"
          maw={140}
          truncate
          visibleFrom={nameFrom}
          title={t('signIn.signedInAs', { name: state.viewer.name })}
        >
          {state.viewer.name}
        </Text>
      )}
      <Button variant="default" px="sm" disabled={isLeaving} onClick={() => void session.signOut()}>
        {t('signIn.signOut')}
      </Button>
    </>
  )
}

/** What became of the last sign-in, if it is worth a word. */
function SignInNotice() {
  const { t } = useTranslation()
  const state = useSessionState()
  const words =
    state.kind === 'expired'
      ? t('signIn.expired')
      : state.kind === 'signed-out' && state.problem !== undefined
        ? t(`signIn.${state.problem}`)
        : undefined
  if (words === undefined) return null
  return (
    <Alert color="orange" mb="md" role="alert">
      <Text c="orange.9">{words}</Text>
    </Alert>
  )
}

import { ApolloClient, ApolloLink, Observable } from '@apollo/client'
import { ApolloProvider } from '@apollo/client/react'
import { MantineProvider } from '@mantine/core'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode, type ReactNode } from 'react'
import { createCache } from '../api/client.ts'
import { Consistency } from '../api/consistency.ts'
import { LiveProvider } from '../live/live-context.tsx'
import { SessionProvider } from '../sign-in/session-context.tsx'
import { Session } from '../sign-in/session.ts'
import type { Role } from '../sign-in/viewer.ts'
import { startLanguage, type Language } from '../words/language.ts'
import { FakeIssuer, refusal, userOf } from './fake-issuer.ts'
import { FakeLive } from './fake-live.ts'

export interface Asked {
  readonly operationName: string | undefined
  readonly variables: Record<string, unknown>
}

/** Answers an operation, with data or by throwing. */
export type Answers = Readonly<Record<string, (variables: never) => unknown>>

interface Settings {
  readonly answers?: Answers
  readonly roles?: readonly Role[]
  readonly language?: Language
  readonly at?: string
}

/** Shows a component as the application would, with an API that answers what the test says and a live feed that it speaks through. */
export async function show(content: ReactNode, { answers = {}, roles, language = 'en', at = '/' }: Settings = {}) {
  startLanguage(language)
  const asked: Asked[] = []
  const live = new FakeLive()
  const client = new ApolloClient({ link: answering(answers, asked), cache: createCache() })
  const issuer = new FakeIssuer()
  const session = await sessionOf(issuer, roles)
  const user = userEvent.setup()
  const router = routerOf(content, at)
  const view = render(
    <StrictMode>
      <MantineProvider env="test">
        <SessionProvider session={session}>
          <ApolloProvider client={client}>
            <LiveProvider consistency={new Consistency()} connect={live.connect}>
              <RouterProvider router={router} />
            </LiveProvider>
          </ApolloProvider>
        </SessionProvider>
      </MantineProvider>
    </StrictMode>,
  )
  const endSession = async () => {
    issuer.renew = refusal('invalid_grant')
    await session.refused((await session.token()) ?? '')
  }
  return { ...view, asked, live, user, session, issuer, router, endSession }
}

async function sessionOf(issuer: FakeIssuer, roles: readonly Role[] | undefined): Promise<Session> {
  const session = new Session(issuer)
  if (roles !== undefined) {
    issuer.comeBack = async () => userOf('alice', roles, { state: '/' })
    history.replaceState(null, '', '/callback?code=1&state=2')
    await session.begin()
  }
  return session
}

/** The content stands at the addresses that pages link to. */
function routerOf(content: ReactNode, at: string) {
  const root = createRootRoute()
  const page = (path: string, staticData: { isLive?: true } = {}) =>
    createRoute({ getParentRoute: () => root, path, component: () => content, staticData })
  return createRouter({
    routeTree: root.addChildren([
      page('/'),
      page('/rentals', { isLive: true }),
      page('/points'),
      page('/pay/return', { isLive: true }),
      page('/notices'),
      page('/notices/choices'),
      page('/deliveries'),
      page('/books/$bookId'),
      page('/all-rentals'),
      page('/all-rentals/$rentalId'),
      page('/members'),
      page('/members/$userId'),
    ]),
    history: createMemoryHistory({ initialEntries: [at] }),
  })
}

function answering(answers: Answers, asked: Asked[]): ApolloLink {
  return new ApolloLink(
    ({ operationName, variables }) =>
      new Observable((observer) => {
        asked.push({ operationName, variables })
        const answer = answers[operationName ?? '']
        if (answer === undefined) throw new Error(`The test has no answer to ${operationName}.`)
        Promise.resolve()
          .then(() => answer(variables as never))
          .then((data) => {
            observer.next({ data: data as Record<string, unknown> })
            observer.complete()
          })
          .catch((error: unknown) => observer.error(error))
      }),
  )
}

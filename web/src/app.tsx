import { ApolloProvider } from '@apollo/client/react'
import { MantineProvider } from '@mantine/core'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { createApiClient } from './api/client.ts'
import { Consistency } from './api/consistency.ts'
import { quietWords, theme } from './layout/theme.ts'
import { LiveProvider } from './live/live-context.tsx'
import { createPageRouter } from './routes.tsx'
import { SessionProvider, useViewer } from './sign-in/session-context.tsx'
import type { Session } from './sign-in/session.ts'

export function App({ session }: { session: Session }) {
  const [consistency] = useState(() => new Consistency())
  const [client] = useState(() => createApiClient({ tokens: session, consistency }))
  const [router] = useState(createPageRouter)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={quietWords} forceColorScheme="light">
      <SessionProvider session={session}>
        <ApolloProvider client={client}>
          <ForgetOnSignOut forget={() => client.clearStore()} />
          <LiveProvider consistency={consistency}>
            <RouterProvider router={router} />
          </LiveProvider>
        </ApolloProvider>
      </SessionProvider>
    </MantineProvider>
  )
}

/** What one person saw is not there for the next. */
function ForgetOnSignOut({ forget }: { forget: () => Promise<unknown> }) {
  const sub = useViewer()?.sub
  useEffect(() => () => void (sub !== undefined && forget()), [sub, forget])
  return null
}

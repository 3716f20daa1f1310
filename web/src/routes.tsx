import { createRouter } from '@tanstack/react-router'
import { Broken } from './layout/broken.tsx'
import { librarianRoutes } from './librarian/routes.tsx'
import { memberRoutes } from './member/routes.tsx'
import { rootRoute } from './root-route.tsx'

const routeTree = rootRoute.addChildren([...memberRoutes, ...librarianRoutes])

export function createPageRouter() {
  return createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: Broken, scrollRestoration: true })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>
  }
}

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../root-route.tsx'
import { readFilter } from './rental-filter.ts'

const queueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/queue',
  component: lazyRouteComponent(() => import('./queue-page.tsx'), 'QueuePage'),
})

const allRentalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/all-rentals',
  validateSearch: readFilter,
  component: lazyRouteComponent(() => import('./all-rentals-page.tsx'), 'AllRentalsPage'),
})

const traceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/all-rentals/$rentalId',
  component: lazyRouteComponent(() => import('./trace-page.tsx'), 'TracePage'),
})

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('./register-page.tsx'), 'RegisterPage'),
})

const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
})

const deadLettersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dead-letters',
  component: lazyRouteComponent(() => import('./dead-letters-page.tsx'), 'DeadLettersPage'),
})

const figuresRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/figures',
  component: lazyRouteComponent(() => import('./figures-page.tsx'), 'FiguresPage'),
})

/** Each page is loaded when it is opened: a member's browser loads none of them. */
export const librarianRoutes = [
  queueRoute,
  allRentalsRoute,
  traceRoute,
  registerRoute,
  importRoute,
  deadLettersRoute,
  figuresRoute,
] as const

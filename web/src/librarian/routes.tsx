import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../layout/lazy-page.ts'
import { rootRoute } from '../root-route.tsx'
import { readMemberFilter } from './member-filter.ts'
import { readFilter } from './rental-filter.ts'

const queueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/queue',
  staticData: { isLive: true },
  component: lazyPage(() => import('./queue-page.tsx'), 'QueuePage'),
})

const allRentalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/all-rentals',
  validateSearch: readFilter,
  component: lazyPage(() => import('./all-rentals-page.tsx'), 'AllRentalsPage'),
})

const traceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/all-rentals/$rentalId',
  component: lazyPage(() => import('./trace-page.tsx'), 'TracePage'),
})

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  component: lazyPage(() => import('./register-page.tsx'), 'RegisterPage'),
})

const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/import',
  component: lazyPage(() => import('./import-page.tsx'), 'ImportPage'),
})

const deadLettersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dead-letters',
  component: lazyPage(() => import('./dead-letters-page.tsx'), 'DeadLettersPage'),
})

const deliveriesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/deliveries',
  component: lazyPage(() => import('./deliveries-page.tsx'), 'DeliveriesPage'),
})

const figuresRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/figures',
  component: lazyPage(() => import('./figures-page.tsx'), 'FiguresPage'),
})

const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  component: lazyPage(() => import('./reports-page.tsx'), 'ReportsPage'),
})

const membersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/members',
  validateSearch: readMemberFilter,
  component: lazyPage(() => import('./members-page.tsx'), 'MembersPage'),
})

const memberRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/members/$userId',
  staticData: { isLive: true },
  component: lazyPage(() => import('./member-page.tsx'), 'MemberPage'),
})

/** Each page is loaded when it is opened: a member's browser loads none of them. */
export const librarianRoutes = [
  queueRoute,
  allRentalsRoute,
  traceRoute,
  registerRoute,
  importRoute,
  deadLettersRoute,
  deliveriesRoute,
  figuresRoute,
  reportsRoute,
  membersRoute,
  memberRoute,
] as const

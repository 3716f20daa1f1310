import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../layout/lazy-page.ts'
import { rootRoute } from '../root-route.tsx'
import { CataloguePage } from './catalogue-page.tsx'
import { readCatalogueSearch } from './catalogue-search.ts'
import { readPayReturn } from './pay-return.ts'

const catalogueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: readCatalogueSearch,
  component: CataloguePage,
})

const bookRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/books/$bookId',
  component: lazyPage(() => import('./book-page.tsx'), 'BookPage'),
})

const rentalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rentals',
  staticData: { isLive: true },
  component: lazyPage(() => import('./rentals-page.tsx'), 'RentalsPage'),
})

const pointsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/points',
  staticData: { isLive: true },
  component: lazyPage(() => import('./points-page.tsx'), 'PointsPage'),
})

const payReturnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/pay/return',
  staticData: { isLive: true },
  validateSearch: readPayReturn,
  component: lazyPage(() => import('./pay-return-page.tsx'), 'PayReturnPage'),
})

const myDataRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/my-data',
  component: lazyPage(() => import('../my-data/my-data-page.tsx'), 'MyDataPage'),
})

const noticesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notices',
  staticData: { isLive: true },
  component: lazyPage(() => import('../notices/notices-page.tsx'), 'NoticesPage'),
})

const choicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notices/choices',
  component: lazyPage(() => import('../notices/choices-page.tsx'), 'ChoicesPage'),
})

const unsubscribeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unsubscribe',
  validateSearch: ({ token }: Record<string, unknown>) => ({ token: typeof token === 'string' ? token : '' }),
  component: lazyPage(() => import('../notices/unsubscribe-page.tsx'), 'UnsubscribePage'),
})

export const memberRoutes = [
  catalogueRoute,
  bookRoute,
  rentalsRoute,
  pointsRoute,
  payReturnRoute,
  myDataRoute,
  noticesRoute,
  choicesRoute,
  unsubscribeRoute,
] as const

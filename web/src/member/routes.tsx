import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../root-route.tsx'
import { CataloguePage } from './catalogue-page.tsx'

export const catalogueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { q?: string } =>
    typeof search['q'] === 'string' && search['q'] !== '' ? { q: search['q'] } : {},
  component: CataloguePage,
})

export const memberRoutes = [catalogueRoute] as const

import type { BookSort, SearchCatalogueQueryVariables } from '../generated/member.ts'

/** Of the catalogue's address: what is listed, and which page of it. What is not there does not matter. */
export interface CatalogueSearch {
  readonly q?: string
  readonly sort?: Sort
  readonly available?: true
  readonly free?: true
  readonly language?: string
  readonly author?: string
  /** From 2; with it, where it begins. */
  readonly page?: number
  readonly after?: string
}

export const SORTS = ['title', 'author', 'fee', 'newest'] as const
export type Sort = (typeof SORTS)[number]

export const ORDERS: Readonly<Record<Sort, BookSort>> = {
  title: 'TITLE',
  author: 'AUTHOR',
  fee: 'FEE',
  newest: 'NEWEST',
}

/** Titles on a page. */
export const PAGE = 48

/** An address may have been typed by anybody: what cannot be read is left out. */
export function readCatalogueSearch(given: Record<string, unknown>): CatalogueSearch {
  const { sort, page, after } = given
  const pageNumber = Number(page)
  const hasPage = Number.isInteger(pageNumber) && pageNumber > 1 && typeof after === 'string'
  return {
    ...text('q', given['q']),
    ...(SORTS.includes(sort as Sort) && { sort: sort as Sort }),
    ...(given['available'] === true && { available: true }),
    ...(given['free'] === true && { free: true }),
    ...text('language', given['language']),
    ...text('author', given['author']),
    ...(hasPage && { page: pageNumber, after }),
  }
}

/** The router reads a search for 1984 as a number. */
function text<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  const isText = (typeof value === 'string' && value !== '') || typeof value === 'number'
  return isText ? ({ [name]: String(value) } as Partial<Record<Name, string>>) : {}
}

export function variablesOf(search: CatalogueSearch): SearchCatalogueQueryVariables {
  const { q, sort, available, free, language, author, after } = search
  const filter = {
    ...(available && { available }),
    ...(free && { maxFee: 0 }),
    ...(language !== undefined && { language }),
    ...(author !== undefined && { author }),
  }
  return {
    first: PAGE,
    search: q ?? null,
    sort: sort === undefined ? null : ORDERS[sort],
    filter: Object.keys(filter).length === 0 ? null : filter,
    after: after ?? null,
  }
}

/** The first page of what is listed when this is changed; undefined takes a wish away. */
export function changed(
  { page: _page, after: _after, ...search }: CatalogueSearch,
  wish: { [Name in keyof CatalogueSearch]?: CatalogueSearch[Name] | undefined },
): CatalogueSearch {
  return Object.fromEntries(Object.entries({ ...search, ...wish }).filter(([, value]) => value !== undefined))
}

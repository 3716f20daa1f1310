import { resolve } from 'node:path'

/** The root of this checkout. */
export const CHECKOUT = resolve(import.meta.dirname, '..')

/** What is downloaded once per checkout. */
export const CACHE = resolve(CHECKOUT, '.cache')

import { describe } from 'vitest'
import { startLibrary } from '@ebook/clients/testing/installation'
import { eventSource } from './event-source.ts'
import { lending } from './lending.ts'
import { renting } from './renting.ts'
import { signingIn } from './signing-in.ts'
import { siteForStories } from './site-for-stories.ts'
import { telling } from './telling.ts'

// A loan that has begun just now can be renewed.
const site = siteForStories(() => startLibrary({ RENEWABLE_LAST_PART: '1' }))

describe('signing in', () => signingIn(site))
describe('renting', () => renting(site))
describe('lending', () => lending(site))
describe('being told', () => telling(site))
describe('a page of somebody else’s making', () => eventSource(site))

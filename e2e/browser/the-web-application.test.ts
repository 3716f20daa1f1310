import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { startLibrary } from '@ebook/clients/testing/installation'
import { deciding } from './deciding.ts'
import { eventSource } from './event-source.ts'
import { everybody } from './everybody.ts'
import { keeping } from './keeping.ts'
import { lending } from './lending.ts'
import { manyRequests } from './many-requests.ts'
import { renting } from './renting.ts'
import { signingIn } from './signing-in.ts'
import { openSite, type Site } from './site.ts'
import { staff } from './staff.ts'
import { telling } from './telling.ts'
import { trouble } from './trouble.ts'

// A loan that has begun just now can be renewed.
const LENDING = { RENEWABLE_LAST_PART: '1' }

// One installation for all of it: each story has titles of its own, and puts back what it takes away.
let site: Site
beforeAll(async () => {
  site = await openSite(() => startLibrary(LENDING))
}, 300_000)
afterAll(() => site?.stop())
afterEach(() => site?.closePages())

describe('signing in', () => signingIn(() => site))
describe('renting', () => renting(() => site))
describe('deciding', () => deciding(() => site))
describe('lending', () => lending(() => site))
describe('many requests', () => manyRequests(() => site))
describe('keeping the library', () => keeping(() => site))
describe('staff', () => staff(() => site))
describe('being told', () => telling(() => site))
describe('trouble', () => trouble(() => site))
describe('a page of somebody else’s making', () => eventSource(() => site))
describe('everybody', () => everybody(() => site))

import { describe } from 'vitest'
import { startLibrary } from '@ebook/clients/testing/installation'
import { deciding } from './deciding.ts'
import { everybody } from './everybody.ts'
import { keeping } from './keeping.ts'
import { manyRequests } from './many-requests.ts'
import { siteForStories } from './site-for-stories.ts'
import { staff } from './staff.ts'
import { trouble } from './trouble.ts'

const site = siteForStories(startLibrary)

describe('deciding', () => deciding(site))
describe('many requests', () => manyRequests(site))
describe('keeping the library', () => keeping(site))
describe('staff', () => staff(site))
describe('trouble', () => trouble(site))
describe('everybody', () => everybody(site))

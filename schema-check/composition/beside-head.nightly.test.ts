import { besideHeadIsWhole } from '../testing/beside-head.ts'

besideHeadIsWhole({ every: 1, several: 100 }, 30 * 60_000)

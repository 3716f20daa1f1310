import { besideHeadIsWhole } from '../testing/beside-head.ts'

// All of them: beside-head.nightly.test.ts.
besideHeadIsWhole({ every: 8, several: 8 }, 60_000)

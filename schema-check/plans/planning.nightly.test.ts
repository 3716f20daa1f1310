import { partIsWhole } from '../testing/planned-by-part.ts'

partIsWhole({ every: 1 }, 30 * 60_000)

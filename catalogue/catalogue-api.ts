import type { CatalogueTitle } from './read-catalogue.ts'

/** Nobody can say whether it was done; `sent` is false when it surely was not. Try again. */
export class NoAnswer extends Error {
  override readonly name: string = 'NoAnswer'
  readonly sent: boolean
  constructor(message: string, sent: boolean, cause?: unknown) {
    super(message, { cause })
    this.sent = sent
  }
}

/** Turned away before anything was done: come back after so many milliseconds. */
export class ComeBackLater extends Error {
  override readonly name: string = 'ComeBackLater'
  readonly afterMs: number
  constructor(afterMs: number) {
    super('too many requests')
    this.afterMs = afterMs
  }
}

/** The API will take nothing from us: a bad token, a wrong address. Trying again cannot help. */
export class ApiRefuses extends Error {
  override readonly name: string = 'ApiRefuses'
}

export interface Refusal {
  readonly code: string
  readonly message: string
}

/** The catalogue as the importer needs it. Every method may throw NoAnswer, ComeBackLater or ApiRefuses. */
export interface CatalogueApi {
  /** Why the title was refused; undefined when it was registered. */
  register(title: CatalogueTitle): Promise<Refusal | undefined>
  /** Whether a title with this name and these authors is in the catalogue. */
  has(title: CatalogueTitle): Promise<boolean>
}

import { lazyRouteComponent } from '@tanstack/react-router'
import { isBackAgain } from './coming-back.ts'

/** A page's code or style sheet could not be had: the network is away, or a deployment has put another in its place. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing'
}

/** A page whose code comes when it is opened, or is about to be. */
export function lazyPage<Module extends Record<Name, () => React.ReactNode>, Name extends string>(
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(wholeOrNothing(load), name)
}

/**
 * What failed once fails from then on, until the document is loaded anew: a browser remembers a module that it could not
 * load, and Vite a style sheet, so that a second try might show the page without its styles. The error is ours because
 * the router would answer the browser's with a reload, which without a network takes the whole application away.
 */
export function wholeOrNothing<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let missing: PartMissing | undefined
  return async () => {
    if (missing !== undefined) throw missing
    try {
      const module = await load()
      isBackAgain()
      return module
    } catch (cause) {
      missing = new PartMissing('A part of the page could not be loaded.', { cause })
      throw missing
    }
  }
}

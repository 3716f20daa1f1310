/** A glob that a path matches, whatever its folders are called: `app/[id]` is one of a letter, as globs read it. */
export function asGlob(path: string): string {
  return path.replaceAll(/[[\]{}*?!]/g, '?')
}

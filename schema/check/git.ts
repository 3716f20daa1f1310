import { execFileSync } from 'node:child_process'

/** git is not there, this is no repository, or a revision does not exist; the message says what to do. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed'
}

/** Reads revisions of one repository without ever checking one out. */
export class Git {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** The commit that a revision names. Throws GitFailed. */
  commit(rev: string): string {
    const sha = this.#ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`])
    if (sha !== undefined) return sha.trim()
    if (this.#ask(['rev-parse', '--git-dir']) === undefined) {
      throw new GitFailed(`${this.#root} is no git repository, so there is no base. Run this in a clone.`)
    }
    throw new GitFailed(
      `There is no revision "${rev}" here. Give --base a branch, tag or commit; in a shallow clone fetch it first: git fetch --unshallow.`,
    )
  }

  /** Where the head left `main`, or `origin/main`. Throws GitFailed. */
  mergeBaseWithMain(): string {
    for (const main of ['main', 'origin/main']) {
      const sha = this.#ask(['merge-base', 'HEAD', main])
      if (sha !== undefined) return sha.trim()
    }
    this.commit('HEAD')
    throw new GitFailed('There is no branch main to compare with. Say --base REV: a branch, tag or commit.')
  }

  /** All files of a commit. */
  files(commit: string): string[] {
    return this.#ask(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit])?.split('\u0000').slice(0, -1) ?? []
  }

  read(commit: string, file: string): string | undefined {
    return this.#ask(['cat-file', 'blob', `${commit}:${file}`])
  }

  #ask(args: readonly string[]): string | undefined {
    try {
      return execFileSync('git', ['-C', this.#root, ...args], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        throw new GitFailed('git is not installed; the base is read from it. Install git.')
      }
      return undefined
    }
  }
}

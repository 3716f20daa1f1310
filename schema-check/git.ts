import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** git is not there, this is no repository, or a revision does not exist; the message says what to do. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed'
}

export interface GitFile {
  readonly id: string
  readonly isLink: boolean
}

const MOST_REVISIONS = 200
const FETCH = 'Fetch it first: git fetch --refetch, and in a shallow clone git fetch --unshallow.'

/** Where a repository's changes are merged into: of the first row of which there is one. */
const TRUNKS = [['main', 'origin/main'], ['origin/HEAD'], ['master', 'origin/master']] as const
const ALL_BRANCHES = 'git fetch --unshallow origin "+refs/heads/*:refs/remotes/origin/*"'

/**
 * Reads revisions of one repository without ever checking one out. `folder` may lie below the repository's root: paths
 * are from the folder, and what lies outside it does not exist.
 */
export class Git {
  readonly #folder: string
  readonly #env: NodeJS.ProcessEnv

  constructor(folder: string) {
    this.#folder = folder
    // What it says is looked into.
    this.#env = { ...(repositoryAround(folder) === undefined ? process.env : withoutHook(process.env)), LC_ALL: 'C' }
  }

  /** The commit that a revision names. Throws GitFailed. */
  commit(rev: string): string {
    const sha = this.#ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`])
    if (sha !== undefined) return sha.trim()
    this.#refuseWithoutRepository()
    throw new GitFailed(
      `There is no revision "${rev}" here. Give --base a branch, tag or commit; in a shallow clone fetch it first: git fetch --unshallow.`,
    )
  }

  /**
   * Where a head left the trunk, by the one that knows most: a local main may be stale, and is no base of itself while
   * there is another. Throws GitFailed, also where the base would be the head because this clone knows of nothing else.
   */
  leftTrunk(head: string): { readonly commit: string; readonly trunk: string } {
    const commit = this.commit(head)
    const known = TRUNKS.map((row) => row.filter((ref) => this.#isThere(ref))).find((row) => row.length > 0) ?? []
    if (known.length === 0) {
      const fetch = this.#isShallow() ? `, or fetch the branches: ${ALL_BRANCHES}` : ''
      throw new GitFailed(`There is no branch main to compare with. Say --base REV: a branch, tag or commit${fetch}.`)
    }
    const own = this.#ask(['rev-parse', '--abbrev-ref', head])?.trim()
    const others = known.filter((ref) => ref !== own)
    const bases = (others.length > 0 ? others : known).flatMap((ref) => {
      const base = this.#mergeBase(commit, ref)
      return base === undefined ? [] : [{ commit: base, trunk: this.#nameOf(ref) }]
    })
    const [first] = bases
    if (first === undefined) {
      const why = `The place where ${head} left ${known.map((ref) => this.#nameOf(ref)).join(' and ')}`
      throw new GitFailed(
        this.#isShallow()
          ? `${why} is not in this clone. Fetch it: git fetch --unshallow.`
          : `${why} does not exist: they have no commit in common. Say --base REV.`,
      )
    }
    const found = bases.reduce((one, other) => (this.#isBefore(one.commit, other.commit) ? other : one), first)
    if (found.commit === commit && known[0] === 'origin/HEAD' && this.#isPartOfOrigin()) {
      throw new GitFailed(
        `The base would be the head itself (${commit.slice(0, 9)} is ${found.trunk}, and this clone has no main). Fetch the branches: ${this.#isShallow() ? ALL_BRANCHES : ALL_BRANCHES.replace(' --unshallow', '')}; or say --base REV.`,
      )
    }
    return found
  }

  /**
   * What a revision should be compared with instead of a base that others have gone beyond: the branch that a merge merges
   * into, or the newer state of the base that the head was made from. Undefined when the base is not stale.
   */
  newerBase(base: string, head: string): string | undefined {
    const commit = this.commit(base)
    const intoWhich = this.#ask(['rev-parse', '--verify', '--quiet', `${head}^2`]) && this.commit(`${head}^1`)
    const upstream = [`${base}@{upstream}`, `refs/remotes/origin/${base}`].flatMap(
      (rev) => this.#mergeBase(head, rev) ?? [],
    )
    return [intoWhich, ...upstream].find((one) => one !== undefined && this.#isBefore(commit, one))
  }

  /** From the root of the repository to the folder, with a slash at its end; empty when they are one. */
  prefix(): string {
    return this.#ask(['rev-parse', '--show-prefix'])?.trim() ?? ''
  }

  /** A folder beside git's own files, for what is kept from run to run; it need not be there. */
  ownFolder(name: string): string | undefined {
    const folder = this.#ask(['rev-parse', '--path-format=absolute', '--git-common-dir'])?.trim()
    return folder && `${folder}/${name}`
  }

  /** All files of a commit by their paths from the root of the repository. Throws GitFailed. */
  files(commit: string): Map<string, GitFile> {
    const { status, stdout, stderr } = this.#run(['ls-tree', '-r', '-z', '--full-tree', commit])
    if (status !== 0) throw new GitFailed(`git cannot list ${commit}: ${stderr.trim()}. ${FETCH}`)
    const lines = stdout.split('\u0000').slice(0, -1)
    return new Map(
      lines.flatMap((line) => {
        const [, mode = '', type, id = '', path = ''] = /^(\d+) (\w+) (\w+)\t([^]*)$/.exec(line) ?? []
        return type === 'blob' ? [[path, { id, isLink: mode === '120000' }] as const] : []
      }),
    )
  }

  /** What is in files, by their ids, in the same order. Throws GitFailed for what is not in this clone. */
  contents(ids: readonly string[]): string[] {
    if (ids.length === 0) return []
    const done = spawnSync('git', ['-C', this.#folder, 'cat-file', '--batch'], {
      input: `${ids.join('\n')}\n`,
      maxBuffer: 1024 * 1024 * 1024,
      env: this.#env,
    })
    const found: string[] = []
    let at = 0
    for (const id of ids) {
      const end = done.stdout.indexOf(10, at)
      const [, size] = /^\w+ blob (\d+)$/.exec(done.stdout.toString('latin1', at, Math.max(end, at))) ?? []
      if (size === undefined) {
        const why = done.stderr.toString().trim().split('\n').at(-1)
        throw new GitFailed(`The object ${id} of the base is not in this clone${why ? ` (${why})` : ''}. ${FETCH}`)
      }
      found.push(done.stdout.toString('utf8', end + 1, end + 1 + Number(size)))
      at = end + 2 + Number(size)
    }
    return found
  }

  /**
   * How some files, by globs without braces, differed from what they are in a commit: before each change of them on its own
   * line of the last days, newest first. Undefined stands for a file that was not there.
   */
  earlier(commit: string, globs: readonly string[], days: number): ReadonlyMap<string, string | undefined>[] {
    const since = Date.now() / 1000 - days * 86_400
    const log = ['log', '-n', String(MOST_REVISIONS), '--first-parent', '-m', '--raw', '--no-abbrev', '--no-renames']
    const specs = globs.map((glob) => `:(glob)${glob}`)
    const said = this.#ask([
      '-c',
      'core.quotePath=false',
      ...log,
      '--relative',
      '--format=@%ct',
      commit,
      '--',
      ...specs,
    ])
    const ids = new Map<string, string>()
    const states: Map<string, string>[] = []
    for (const revision of (said ?? '').split(/^@/m).slice(1)) {
      const [at, ...lines] = revision.split('\n')
      if (Number(at) < since) break
      for (const line of lines) {
        const [, id, path] = /^:\d+ \d+ (\w+) \w+ \w\t(.*)$/.exec(line) ?? []
        if (id !== undefined && path !== undefined) ids.set(path, id)
      }
      states.push(new Map(ids))
    }
    const all = [...new Set(states.flatMap((state) => [...state.values()]))].filter((id) => !/^0+$/.test(id))
    const texts = new Map(this.contents(all).map((text, index) => [all[index], text]))
    return states.map((state) => new Map([...state].map(([path, id]) => [path, texts.get(id)])))
  }

  /** Those of some files in the folder that git does not keep. */
  ignored(files: readonly string[]): string[] {
    if (files.length === 0) return []
    const { stdout } = spawnSync('git', ['-C', this.#folder, 'check-ignore', '-z', '--stdin'], {
      input: files.join('\u0000'),
      encoding: 'utf8',
      env: this.#env,
    })
    return stdout.split('\u0000').filter((file) => file !== '')
  }

  #isThere(ref: string): boolean {
    return this.#ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]) !== undefined
  }

  /** What `origin/HEAD` stands for; any other ref is called what it is. */
  #nameOf(ref: string): string {
    return this.#ask(['rev-parse', '--abbrev-ref', ref])?.trim() || ref
  }

  #isShallow(): boolean {
    return this.#ask(['rev-parse', '--is-shallow-repository'])?.trim() === 'true'
  }

  /** Shallow, or with one branch alone: what `origin/HEAD` is here, it need not be there. */
  #isPartOfOrigin(): boolean {
    const fetched = this.#ask(['config', '--get-all', 'remote.origin.fetch']) ?? ''
    return this.#isShallow() || !fetched.includes('*')
  }

  #mergeBase(one: string, other: string): string | undefined {
    return this.#ask(['merge-base', '--end-of-options', one, other])?.trim()
  }

  #isBefore(one: string, other: string): boolean {
    return one !== other && this.#ask(['merge-base', '--is-ancestor', one, other]) !== undefined
  }

  #refuseWithoutRepository(): void {
    const { status, stderr } = this.#run(['rev-parse', '--git-dir'])
    if (status === 0) return
    if (stderr.includes('not a git repository')) {
      throw new GitFailed(`${this.#folder} is no git repository, so there is no base. Run this in a clone.`)
    }
    // Another owner's checkout, a broken one: git says what to do.
    throw new GitFailed(stderr.trim() || `git cannot read ${this.#folder} and does not say why.`)
  }

  #ask(args: readonly string[]): string | undefined {
    const { status, stdout } = this.#run(args)
    return status === 0 ? stdout : undefined
  }

  #run(args: readonly string[]) {
    const done = spawnSync('git', ['-C', this.#folder, ...args], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: this.#env,
    })
    if (done.error !== undefined && 'code' in done.error && done.error.code === 'ENOENT') {
      throw new GitFailed('git is not installed; the base is read from it. Install git.')
    }
    return done
  }
}

/** The nearest folder upwards that git keeps. */
export function repositoryAround(folder: string): string | undefined {
  for (let one = resolve(folder); ; one = dirname(one)) {
    if (existsSync(join(one, '.git'))) return one
    if (one === dirname(one)) return undefined
  }
}

/** A hook of git is told which repository it is for, by paths that mean another one in another folder. */
function withoutHook(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofHook = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'])
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofHook.has(name)))
}

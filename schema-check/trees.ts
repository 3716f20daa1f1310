import { existsSync, globSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, matchesGlob, posix, relative, resolve, sep } from 'node:path'
import { repositoryAround, type Git, type GitFile } from './git.ts'

/** The files of one revision, wherever they are read from; by paths from the folder that is checked. */
export interface Tree {
  readonly rev: string
  /** All files that match, in order. */
  matching(glob: string): string[]
  read(file: string): string | undefined
  /** The path of a file that is there, without symbolic links. */
  real(file: string): string
  /** What it was in the days before, as far as these files go, where that is known: each state of them, newest first. */
  earlier?(globs: readonly string[], days: number): Tree[]
}

/** A path leads out of the repository, by itself or through a symbolic link: what is there is in no revision. */
export class OutsideRepository extends Error {
  override readonly name = 'OutsideRepository'
}

/** Reading and matching throw OutsideRepository. */
export function workingTree(root: string): Tree {
  const repository = repositoryAround(root) ?? resolve(root)
  return {
    rev: 'working tree',
    matching: (written) => {
      const glob = posix.normalize(written)
      refuseOutside(glob, root, repository)
      const found = filesFor(glob, root).sort()
      // What is found below any folder is nothing that somebody named.
      if (glob.split('/').includes('**')) return found.filter((file) => !isOutside(join(root, file), repository))
      for (const file of found) refuseOutside(file, root, repository)
      return found
    },
    read: (file) => {
      refuseOutside(file, root, repository)
      return isFile(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined
    },
    real: (file) =>
      relative(realpathSync(root), realpathSync(join(root, file)))
        .split(sep)
        .join('/'),
  }
}

function refuseOutside(name: string, root: string, repository: string): void {
  if (!isOutside(join(root, name), repository)) return
  throw new OutsideRepository(
    `${name} leads out of the repository, and what is there is in no revision. Keep it in the repository.`,
  )
}

/** By where it is and by where it leads to; a submodule is a repository of its own. What is not there leads nowhere. */
function isOutside(path: string, repository: string): boolean {
  const isIn = (one: string, folder: string) => `${one}${sep}`.startsWith(folder.endsWith(sep) ? folder : folder + sep)
  if (!isIn(resolve(path), repository)) return true
  if (!existsSync(path)) return false
  const [real, root] = [realpathSync(path), realpathSync(repository)]
  return !isIn(real, root) || (real !== root && repositoryAround(dirname(real)) !== repositoryAround(root))
}

/** Node's own globs pass by folders that are symbolic links. `**` does here too, or what it finds would be found twice. */
function filesFor(glob: string, root: string): string[] {
  if (!glob.split('/').includes('**')) {
    return [...new Set(expanded(glob).flatMap((one) => filesIn([], one.split('/'), root)))]
  }
  return globSync(glob, { cwd: root, exclude: ['**/node_modules/**'] })
    .filter((file) => isFile(join(root, file)))
    .map((file) => file.split(sep).join('/'))
}

/** With each of the words in its braces, `{,*\/}a.json` as `a.json` and `*\/a.json`: they may hold folders. */
function expanded(glob: string): string[] {
  const end = glob.indexOf('}')
  const begin = glob.lastIndexOf('{', end)
  const words = glob.slice(begin + 1, end).split(',')
  if (end < 0 || begin < 0 || words.length === 1) return [glob]
  return words.flatMap((word) => expanded(glob.slice(0, begin) + word + glob.slice(end + 1)))
}

function filesIn(before: readonly string[], [segment, ...rest]: readonly string[], root: string): string[] {
  if (segment === undefined) return isFile(join(root, ...before)) ? [before.join('/')] : []
  if (!/[*?[{]/.test(segment)) return filesIn([...before, segment], rest, root)
  const folder = join(root, ...before)
  const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
  return names
    .filter((name) => name !== 'node_modules' && matchesGlob(name, segment))
    .flatMap((name) => filesIn([...before, name], rest, root))
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** Throws GitFailed when there is no such revision, or not all of it is here. `name` is what people call it. */
export function gitTree(git: Git, rev: string, name = rev): Tree {
  const commit = git.commit(rev)
  const short = commit.slice(0, 9)
  const prefix = git.prefix()
  const listed = git.files(commit)
  const links = linksIn(listed, git)
  const files = withLinks(listed, links)
  const fromFolder = [...files.keys()].map((path) => posix.relative(prefix, path)).sort()
  const isListed = (path: string) => listed.has(posix.join(prefix, path))
  const known = new Map<string, string>()
  const fetch = (paths: readonly string[]) => {
    const missing = paths.flatMap((path) => {
      const id = files.get(posix.join(prefix, path))
      return id === undefined || known.has(id) ? [] : [id]
    })
    for (const [index, text] of git.contents(missing).entries()) known.set(missing[index] ?? '', text)
  }
  const tree: Tree = {
    rev: name === rev && commit.startsWith(rev) ? short : `${name} (${short})`,
    matching: (written) => {
      const glob = posix.normalize(written)
      const deep = glob.split('/').includes('**')
      const found = fromFolder.filter(
        (path) => matchesGlob(path, glob) && !path.includes('node_modules/') && (!deep || isListed(path)),
      )
      fetch(found)
      return found
    },
    read: (file) => {
      fetch([file])
      return known.get(files.get(posix.join(prefix, file)) ?? '')
    },
    real: (file) => posix.relative(prefix, followed(posix.join(prefix, file), links)),
    earlier: (globs, days) =>
      git
        .earlier(commit, globs.map((glob) => posix.normalize(glob)).flatMap(expanded), days)
        .map((then) => changed(tree, then)),
  }
  return tree
}

/** The tree with other texts; undefined for a file that is not there. */
function changed(tree: Tree, texts: ReadonlyMap<string, string | undefined>): Tree {
  return {
    rev: tree.rev,
    matching: (glob) => {
      const now = tree.matching(glob).filter((file) => !texts.has(file))
      const then = [...texts].flatMap(([file, text]) =>
        text !== undefined && matchesGlob(file, posix.normalize(glob)) ? [file] : [],
      )
      return [...now, ...then].sort()
    },
    read: (file) => (texts.has(file) ? texts.get(file) : tree.read(file)),
    real: (file) => tree.real(file),
  }
}

/** Where each symbolic link leads, by paths from the root of the repository. */
function linksIn(listed: ReadonlyMap<string, GitFile>, git: Git): Map<string, string> {
  const links = [...listed].filter(([, { isLink }]) => isLink)
  const targets = git.contents(links.map(([, { id }]) => id))
  return new Map(links.map(([link], index) => [link, posix.join(posix.dirname(link), targets[index] ?? '')]))
}

/** A link may lead through another: as often as there are links, and no more, so that none leads in a circle. */
const MOST_LINKS = 5

function followed(path: string, links: ReadonlyMap<string, string>): string {
  let at = path
  for (let round = 0; round < MOST_LINKS; round += 1) at = links.get(at) ?? at
  return at
}

/** The ids of all files by every path that leads to them: through symbolic links too, to files and to folders. */
function withLinks(listed: ReadonlyMap<string, GitFile>, links: ReadonlyMap<string, string>): Map<string, string> {
  const files = new Map([...listed].flatMap(([path, { id, isLink }]) => (isLink ? [] : [[path, id] as const])))
  for (let round = 0; round < Math.min(links.size, MOST_LINKS); round += 1) {
    for (const [link, target] of links) {
      const id = files.get(target)
      if (id !== undefined) files.set(link, id)
      for (const [path, one] of [...files]) {
        if (path.startsWith(`${target}/`) && !path.startsWith(`${link}/`))
          files.set(link + path.slice(target.length), one)
      }
    }
  }
  return files
}

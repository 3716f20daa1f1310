import { globSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, matchesGlob, posix, relative, sep } from 'node:path'
import type { Git, GitFile } from './git.ts'

/** The files of one revision, wherever they are read from; by paths from the folder that is checked. */
export interface Tree {
  readonly rev: string
  /** All files that match, in order. */
  matching(glob: string): string[]
  read(file: string): string | undefined
  /** The path of a file that is there, without symbolic links. */
  real(file: string): string
  /** What a file was in the days before, where that is known. */
  earlier?(file: string, days: number): string[]
}

export function workingTree(root: string): Tree {
  return {
    rev: 'working tree',
    matching: (glob) => filesFor(glob, root).sort(),
    read: (file) => (isFile(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined),
    real: (file) =>
      relative(realpathSync(root), realpathSync(join(root, file)))
        .split(sep)
        .join('/'),
  }
}

/** Node's own globs pass by folders that are symbolic links. `**` does here too, or what it finds would be found twice. */
function filesFor(glob: string, root: string): string[] {
  if (!glob.split('/').includes('**')) return filesIn([], glob.split('/'), root)
  return globSync(glob, { cwd: root, exclude: ['**/node_modules/**'] })
    .filter((file) => isFile(join(root, file)))
    .map((file) => file.split(sep).join('/'))
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
  return {
    rev: name === rev && commit.startsWith(rev) ? short : `${name} (${short})`,
    matching: (glob) => {
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
    earlier: (file, days) => git.earlier(commit, file, days),
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

// What node_modules holds, beside what package-lock.json wants. Plain JavaScript without dependencies: see bootstrap.mjs.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
export const pinnedNode = join(root, 'node_modules', '.bin', 'node')
const lockFile = join(root, 'package-lock.json')
const stamp = join(root, 'node_modules', '.installed-from')

const wanted = () =>
  createHash('sha256').update(readFileSync(lockFile)).update(`${process.platform}-${process.arch}`).digest('hex')

export const noteInstalled = () => writeFileSync(stamp, wanted())

export function isInstalled() {
  if (!existsSync(pinnedNode)) return false
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return true
  if (missing().length > 0) return false
  noteInstalled()
  return true
}

/**
 * What the lock file wants and node_modules does not have: packages by npm's own record, as somebody may have run npm by
 * hand, and links to our own folders, of which a pull brings new ones.
 */
export function missing() {
  const locked = Object.entries(packagesOf(lockFile)).filter(([path]) => path.startsWith('node_modules/'))
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  return locked
    .filter(([path, { version, optional, link }]) => {
      if (link) return !existsSync(join(root, path))
      return present[path] ? present[path].version !== version : optional !== true
    })
    .map(([path]) => path.replace('node_modules/', ''))
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return {}
  }
}

import { readdir, readFile, readlink } from 'node:fs/promises'
import { commandLineOf } from '@ebook/processes/process-table'

const LISTENING = '0A'

/** Who listens on a TCP port: `node stack/issuer.ts (process 17)`. Undefined when the kernel does not tell us (Linux does). */
export async function holderOf(port: number): Promise<string | undefined> {
  const sockets = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n').slice(1)
    for (const line of lines) {
      // man 5 proc: sl, local address, remote address, state, …; the tenth is the inode.
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      if (state === LISTENING && Number.parseInt(local.split(':')[1] ?? '', 16) === port) {
        sockets.add(`socket:[${inode}]`)
      }
    }
  }
  if (sockets.size === 0) return undefined
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const folder = `/proc/${pid}/fd`
    for (const fd of await readdir(folder).catch((): string[] => [])) {
      const target = await readlink(`${folder}/${fd}`).catch(() => '')
      if (sockets.has(target)) return `${(await commandLineOf(Number(pid))) ?? 'a process'} (process ${pid})`
    }
  }
  return undefined
}

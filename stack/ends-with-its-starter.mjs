// Loaded before every script that the bootstrap runs: ends the script as Ctrl-C would when the bootstrap is gone, which a
// kill -9 of it tells nobody. Where a script forks workers, they load it too and end with the script.
import { isMainThread } from 'node:worker_threads'

const LOOK_MS = 500

if (isMainThread) {
  const starter = process.ppid
  const watch = setInterval(() => {
    // Whoever is left alone gets another parent.
    if (process.ppid === starter) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_MS)
  watch.unref()
}

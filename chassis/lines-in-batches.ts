import { pino, type DestinationStream } from 'pino'

const LONGEST = 16_384
const LATEST_MS = 20

/**
 * Lines on standard output, many at a time: for a process that writes thousands a second the system call costs more than
 * the line. Each is written within 20 ms, and when the process exits; only kill -9 takes the last ones with it.
 */
export function linesInBatches(out: DestinationStream = pino.destination({ dest: 1, sync: true })): DestinationStream {
  let lines = ''
  let waiting: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(waiting)
    waiting = undefined
    if (lines === '') return
    const together = lines
    lines = ''
    out.write(together)
  }
  process.on('exit', flush)
  return {
    write(line) {
      lines += line
      if (lines.length >= LONGEST) flush()
      else waiting ??= setTimeout(flush, LATEST_MS).unref()
    },
  }
}

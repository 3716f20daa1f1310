/** What setTimeout can count: more fires at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/** Calls at an instant, however far away; the returned function calls it off. */
export function atInstant(instant: Date, run: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = () => {
    const left = instant.getTime() - Date.now()
    timer = left > LONGEST_TIMEOUT_MS ? setTimeout(wait, LONGEST_TIMEOUT_MS) : setTimeout(run, Math.max(0, left))
  }
  wait()
  return () => clearTimeout(timer)
}

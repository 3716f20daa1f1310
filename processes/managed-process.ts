import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { argvOf, dyingWithParent, type Command } from './launch.ts'
import { isStopped } from './process-table.ts'

/** What the keeper of a process must know about it. */
export interface ProcessSpec {
  readonly name: string
  /** Asked anew at every start; it may prepare files first. */
  command(): Promise<Command>
  /** What it still waits for; undefined when it serves. Must be bounded in time. */
  waitingFor(): Promise<string | undefined>
  /** Whether it still reacts. Must be bounded in time. Without it, living counts. */
  reacts?(): Promise<boolean>
  /** What makes it end well, and after how long it is killed instead. */
  readonly stopSignal: 'SIGTERM' | 'SIGINT'
  readonly stopWithinMs: number
  readonly readyWithinMs: number
}

export interface Keeping {
  /** Start it again when it dies. */
  readonly restart: boolean
  /** Every line that it prints. */
  readonly onLine?: ((line: string) => void) | undefined
  /** Called with the pid at every start, and with undefined at every end. */
  readonly onPid?: (pid: number | undefined) => void
  /** What happened to it, in words. */
  readonly onNews?: (news: string) => void
  readonly patience?: Partial<Patience>
}

export interface Patience {
  /** The pause before it is started again doubles from the first to the longest, and is reset by a steady life. */
  readonly firstBackoffMs: number
  readonly longestBackoffMs: number
  readonly steadyAfterMs: number
  /** A process that has never served and has died so often is given up. */
  readonly stillbirths: number
  /** How often it is looked at. */
  readonly lookMs: number
  /** How soon again when it did not react, and how often in a row that may be before it is killed. */
  readonly againMs: number
  readonly misses: number
}

/** The process did not come to serve. The message ends with the last lines it printed. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed'
}

export interface ManagedProcess {
  readonly name: string
  readonly pid: number | undefined
  /** How often it was started again because it had died. */
  readonly restarts: number
  /** Starts it and waits until it serves; `env` is added to its environment from now on. Throws StartFailed. */
  start(options?: { env?: Readonly<Record<string, string>> }): Promise<void>
  /** Waits until it serves. Throws StartFailed after `withinMs`. */
  untilReady(withinMs?: number): Promise<void>
  /** Ends it well, or by force after its bound; it stays down. */
  stop(): Promise<void>
  /** Sends the signal and, when that is a deadly one, waits for the end. A keeper that restarts does so. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** SIGSTOP: it neither runs nor ends, and the watch for wedged processes leaves it alone. */
  pause(): void
  resume(): void
}

/** sysexits.h EX_CONFIG: starting again does not help. */
const CONFIG_EXIT_CODE = 78
const PATIENCE: Patience = {
  firstBackoffMs: 200,
  longestBackoffMs: 10_000,
  steadyAfterMs: 30_000,
  stillbirths: 7,
  // An answer costs a process at rest more than all else that it does in a second.
  lookMs: 10_000,
  againMs: 2_000,
  misses: 3,
}
const LINES_KEPT = 40
/** Between two looks whether it serves. */
const LONGEST_PAUSE_MS = 100

/** Keeps one process: starts it, watches it, starts it again, ends it. */
export function manage(spec: ProcessSpec, keeping: Keeping): ManagedProcess {
  const patience = { ...PATIENCE, ...keeping.patience }
  const lines: string[] = []
  const news = keeping.onNews ?? (() => undefined)
  let extraEnv: Readonly<Record<string, string>> = {}
  let child: ChildProcess | undefined
  let launching: Promise<void> = Promise.resolve()
  let ended: Promise<void> = Promise.resolve()
  let stopping: Promise<void> = Promise.resolve()
  // From one start to the next stop. Whatever began in it looks whether it still lasts, not whether there is one: that may
  // be the next.
  let life: AbortController | undefined
  let hopeless: string | undefined
  let backoff = patience.firstBackoffMs
  let restarts = 0
  let served = false
  let stillbirths = 0

  const hear = (line: string) => {
    lines.push(line)
    if (lines.length > LINES_KEPT) lines.shift()
    keeping.onLine?.(line)
  }

  const launch = (during: AbortSignal) => (launching = launchOnce(during))

  const launchOnce = async (during: AbortSignal) => {
    await stopping
    const prepared = await spec.command()
    const command = await dyingWithParent(prepared, spec.stopSignal === 'SIGINT' ? 'INT' : 'KILL')
    if (during.aborted) throw fail('was stopped')
    const started = performance.now()
    const [file, ...args] = argvOf(command)
    const running = spawn(file, args, {
      env: { ...process.env, ...command.env, ...extraEnv },
      // A pipe on stdin that ends with us tells a child that watches it, where the kernel does not.
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C in the terminal reaches the keeper alone, which ends all in order.
      detached: true,
    })
    child = running
    for (const stream of [running.stdout, running.stderr]) createInterface({ input: stream }).on('line', hear)
    keeping.onPid?.(running.pid)
    const closed = new Promise((resolve) => running.once('close', resolve))
    running.stdin.on('error', () => undefined)
    ended = new Promise((resolve) => {
      let over = false
      const end = async (how: string, code: number | null) => {
        if (over) return
        over = true
        // Its last words; but a child of its own may hold the pipes open for long.
        await Promise.race([closed, delay(200)])
        child = undefined
        keeping.onPid?.(undefined)
        resolve()
        if (!during.aborted) onDeath(during, how, code, performance.now() - started)
      }
      running.once('error', (error) => void end(`cannot be started: ${error.message}`, null))
      running.once('exit', (code, signal) => void end(signal ? `ended by ${signal}` : `ended with code ${code}`, code))
    })
    watch(running, during)
  }

  const onDeath = (during: AbortSignal, how: string, code: number | null, livedMs: number) => {
    if (!served) stillbirths += 1
    if (!keeping.restart || code === CONFIG_EXIT_CODE || stillbirths >= patience.stillbirths) {
      hopeless = how
      news(`${how}; it is not started again`)
      return
    }
    if (livedMs >= patience.steadyAfterMs) backoff = patience.firstBackoffMs
    news(`${how}; it is started again in ${backoff} ms`)
    void startAgain(during, backoff)
    backoff = Math.min(backoff * 2, patience.longestBackoffMs)
  }

  const startAgain = async (during: AbortSignal, afterMs: number) => {
    await delay(afterMs, undefined, { signal: during }).catch(() => undefined)
    if (during.aborted) return
    restarts += 1
    try {
      await launch(during)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (!during.aborted) onDeath(during, `cannot be started: ${why}`, null, 0)
    }
  }

  const watch = (running: ChildProcess, during: AbortSignal) => {
    const { reacts } = spec
    if (!reacts || !keeping.restart) return
    let misses = 0
    let reacted = false
    const look = async () => {
      while (child === running) {
        await delay(misses > 0 ? patience.againMs : patience.lookMs, undefined, { signal: during }).catch(
          () => undefined,
        )
        if (child !== running || during.aborted) return
        if (await reacts()) {
          reacted = true
          misses = 0
        } else if (reacted && !(await isStopped(running.pid ?? 0))) {
          misses += 1
        }
        if (misses >= patience.misses && child === running) {
          news(`has not reacted ${misses} times in a row: it is killed`)
          running.kill('SIGKILL')
        }
      }
    }
    void look()
  }

  const fail = (problem: string) =>
    new StartFailed(`${spec.name} ${problem}\n${lines.map((line) => `  ${line}`).join('\n')}`)

  const untilReady = async (withinMs = spec.readyWithinMs) => {
    const deadline = performance.now() + withinMs
    let reason: string | undefined = 'is not running'
    let pause = 25
    while (performance.now() < deadline) {
      if (hopeless !== undefined) throw fail(hopeless)
      if (!life) throw fail('was stopped')
      if (child) {
        const asked = child
        reason = await spec.waitingFor()
        if (reason === undefined && child === asked) {
          served = true
          return
        }
      }
      await delay(pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    throw fail(`does not serve after ${withinMs} ms: ${reason ?? 'it ends again and again'}`)
  }

  const end = async () => {
    await launching.catch(() => undefined)
    const running = child
    if (!running) return
    running.kill('SIGCONT')
    running.kill(spec.stopSignal)
    const force = setTimeout(() => {
      news(`did not end in ${spec.stopWithinMs} ms: it is killed`)
      running.kill('SIGKILL')
    }, spec.stopWithinMs)
    await ended
    clearTimeout(force)
  }

  return {
    name: spec.name,
    get pid() {
      return child?.pid
    },
    get restarts() {
      return restarts
    },
    async start({ env = {} } = {}) {
      if (life && hopeless === undefined) return untilReady()
      extraEnv = { ...extraEnv, ...env }
      const begun = new AbortController()
      life = begun
      hopeless = undefined
      served = false
      stillbirths = 0
      backoff = patience.firstBackoffMs
      lines.length = 0
      try {
        await launch(begun.signal)
      } catch (error) {
        if (life === begun) life = undefined
        throw error
      }
      await untilReady()
    },
    untilReady,
    stop() {
      life?.abort()
      life = undefined
      return (stopping = end())
    },
    async kill(signal = 'SIGKILL') {
      const over = ended
      child?.kill(signal)
      if (signal === 'SIGKILL' || signal === 'SIGTERM' || signal === 'SIGINT' || signal === 'SIGQUIT') await over
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  }
}

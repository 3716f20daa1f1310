import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, Ask, Opening } from './audience.ts'
import { Subscriber } from './subscriber.ts'

/** The clients' process: it is told what to open by the measurement, and tells it how much has come. */
const TOLD_EVERY_MS = 2
const OPENED_AT_A_TIME = 64

const audiences = new Map<string, Subscriber[]>()
let received = 0
let bytes = 0
let told = 0

function onPayload(length: number): void {
  received += 1
  bytes += length
}

function onPromptPayload(length: number): void {
  onPayload(length)
  tellReceived()
}

async function open({ name, url, query, listeners, prompt }: Opening): Promise<void> {
  const waiting = [...listeners]
  const opened: Subscriber[] = []
  audiences.set(name, opened)
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { token, holds, version } = next
      const settings = { url, token, query, holds, onPayload: prompt ? onPromptPayload : onPayload }
      opened.push(await Subscriber.open(settings, version))
    }
  }
  await Promise.all(Array.from({ length: OPENED_AT_A_TIME }, lane))
}

function inspect(name: string) {
  const audience = audiences.get(name) ?? []
  const versions = audience.map(({ version }) => version)
  return {
    versions: { lowest: Math.min(...versions), highest: Math.max(...versions) },
    problems: audience.flatMap(({ problem }) => problem ?? []).slice(0, 5),
    last: audience[0]?.last ?? '',
    received,
    bytes,
    cpuMicros: cpuMicros(),
  }
}

async function close(name: string): Promise<void> {
  for (const subscriber of audiences.get(name) ?? []) subscriber.close()
  audiences.delete(name)
  await delay(0)
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

async function perform(ask: Ask): Promise<Answer> {
  try {
    if (ask.do === 'open') await open(ask)
    if (ask.do === 'close') await close(ask.name)
    return { kind: 'done', inspection: ask.do === 'inspect' ? inspect(ask.name) : undefined }
  } catch (error) {
    return { kind: 'failed', problem: error instanceof Error ? error.message : String(error) }
  }
}

function tell(answer: Answer): void {
  process.send?.(answer)
}

function tellReceived(): void {
  if (received === told) return
  told = received
  tell({ kind: 'received', received })
}

process.on('message', (ask: Ask) => void perform(ask).then(tell))
// Whoever measures is gone, and so is the reason to be here.
process.on('disconnect', () => process.exit(0))
setInterval(tellReceived, TOLD_EVERY_MS)

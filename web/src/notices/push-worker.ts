/**
 * Shows what a push says, and opens its page when it is pressed. It stands under /assets/, so no page and no request of one
 * is its business: it keeps nothing and answers nothing.
 */
import { destinationOf, readPush } from './push-message.ts'

interface Opened {
  readonly url: string
  focus(): Promise<unknown>
}

/** Of a service worker's surroundings, which the types of pages do not know. */
interface Surroundings {
  readonly location: { readonly origin: string }
  readonly registration: {
    showNotification(title: string, options: { body: string; tag: string; data: string }): Promise<void>
  }
  readonly clients: {
    matchAll(which: { type: 'window'; includeUncontrolled: true }): Promise<readonly Opened[]>
    openWindow(url: string): Promise<unknown>
  }
  addEventListener(name: string, take: (event: never) => void): void
  skipWaiting(): Promise<void>
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void
}
interface Pushed extends Lasting {
  readonly data: { text(): string } | null
}
interface Pressed extends Lasting {
  readonly notification: { readonly data: string; close(): void }
}

const worker = globalThis as unknown as Surroundings

worker.addEventListener('install', () => void worker.skipWaiting())

worker.addEventListener('push', (event: Pushed) => {
  const message = readPush(event.data?.text())
  if (message === undefined) return
  const { title, body, link, tag } = message
  const data = destinationOf(link, worker.location.origin)
  event.waitUntil(worker.registration.showNotification(title, { body, tag, data }))
})

worker.addEventListener('notificationclick', (event: Pressed) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data))
})

/** Where it is open already, it is looked at. */
async function open(url: string): Promise<unknown> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const there = windows.find((window) => window.url === url)
  return there ? there.focus() : worker.clients.openWindow(url)
}

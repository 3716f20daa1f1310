import workerUrl from './push-worker.ts?worker&url'

/** What the API is told of a browser that wants to be told. */
export interface Subscribed {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly label: string
}

export type Subscribing = Subscribed | 'denied' | 'failed'

export const canBeTold = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

/** Asks the reader, then the browser's push service, which then knows this page's library by its key. */
export async function subscribe(publicKey: string): Promise<Subscribing> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  try {
    const registration = await navigator.serviceWorker.register(workerUrl, {
      type: import.meta.env.DEV ? 'module' : 'classic',
    })
    await active(registration)
    // One under another key would not be reached any more.
    const before = await registration.pushManager.getSubscription()
    await before?.unsubscribe()
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: publicKey,
    })
    const { endpoint, keys } = subscription.toJSON()
    if (endpoint === undefined || keys === undefined) return 'failed'
    return { endpoint, p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '', label: browserName(navigator.userAgent) }
  } catch {
    return 'failed'
  }
}

async function active({ installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting
  if (worker === null) return
  await new Promise<void>((resolve) => {
    const look = () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve()
    }
    worker.addEventListener('statechange', look)
    look()
  })
}

const BROWSERS = {
  Edg: 'Edge',
  SamsungBrowser: 'Samsung Internet',
  Firefox: 'Firefox',
  Chrome: 'Chrome',
  Safari: 'Safari',
}
const SYSTEMS = {
  Android: 'Android',
  iPhone: 'iPhone',
  iPad: 'iPad',
  Windows: 'Windows',
  'Mac OS': 'macOS',
  Linux: 'Linux',
}

/** By which its owner knows it again, such as Firefox, Linux. */
export function browserName(userAgent: string): string {
  const named = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).find(([sign]) => userAgent.includes(sign))?.[1]
  return [named(BROWSERS) ?? 'Browser', named(SYSTEMS)].filter((name) => name !== undefined).join(', ')
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { freePort } from '@ebook/processes/ports'
import { run } from '@ebook/processes/run'
import { streamed } from './streamed.ts'

export type ProxyName = 'nginx' | 'haproxy'

/** The host that its certificate is for, and that browsers ask for. */
export const PROXIED_HOST = 'library.example'

export interface DocumentedProxy {
  readonly url: string
  /** What a client needs to trust it. */
  readonly ca: string
}

interface Way {
  readonly program: string
  /** The page's configuration with what each machine has of its own: addresses and files. */
  readonly configuration: (documented: string) => string
  readonly args: (file: string) => readonly string[]
}

const SERVES_WITHIN_MS = 30_000
const page = new URL('../../docs/operating.md', import.meta.url)

/**
 * A proxy in front of a router, as docs/operating.md configures it, gone when the test has ended.
 * @param packages where Debian's packages were unpacked
 */
export async function documentedProxy(name: ProxyName, packages: string, router: string): Promise<DocumentedProxy> {
  const folder = await mkdtemp(resolve(tmpdir(), `ebook-${name}-`))
  const pem = resolve(folder, 'library.pem')
  const ca = await certificate(folder)
  await writeFile(pem, ca + (await readFile(resolve(folder, 'key.pem'), 'utf8')))
  const port = await freePort()
  const url = `https://127.0.0.1:${port}/graphql`
  const ways: Record<ProxyName, Way> = {
    nginx: {
      program: 'usr/sbin/nginx',
      configuration: (text) =>
        `user root; daemon off; pid ${folder}/pid; error_log stderr; events {} http { access_log off;\n` +
        ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
          .map((at) => `${at}_temp_path ${folder}/${at};\n`)
          .join('') +
        `${replaced(text, { '443 ssl': `127.0.0.1:${port} ssl`, '/etc/nginx/library.pem': pem })}}`,
      args: (file) => ['-e', 'stderr', '-p', folder, '-c', file],
    },
    haproxy: {
      program: 'usr/sbin/haproxy',
      configuration: (text) => replaced(text, { ':443 ssl': `127.0.0.1:${port} ssl`, '/etc/haproxy/library.pem': pem }),
      args: (file) => ['-db', '-f', file],
    },
  }
  const { program, configuration, args } = ways[name]
  const file = resolve(folder, 'configuration')
  const text = replaced(await documented(name), { '127.0.0.1:4000': new URL(router).host })
  await writeFile(file, configuration(text))

  const libraries = (await readdir(resolve(packages, 'usr/lib'))).filter((one) => one.endsWith('-linux-gnu'))
  const child = spawn(resolve(packages, program), args(file), {
    env: { LD_LIBRARY_PATH: libraries.map((one) => resolve(packages, 'usr/lib', one)).join(':') },
  })
  const gone = once(child, 'exit')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  })
  const options = { ca, servername: PROXIED_HOST }
  const deadline = performance.now() + SERVES_WITHIN_MS
  for (;;) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name} does not serve: ${said}`)
    const answered = await streamed(new URL('/health/ready', url).href, options).catch(() => undefined)
    if (answered?.response.statusCode === 200) return { url, ca }
    await new Promise((again) => setTimeout(again, 50))
  }
}

async function documented(language: string): Promise<string> {
  const found = (await readFile(page, 'utf8')).split('```').find((part) => part.startsWith(`${language}\n`))
  if (found === undefined) throw new Error(`docs/operating.md has no ${language}`)
  return found.slice(language.length + 1)
}

/** Throws when the page does not hold what is to be replaced. */
function replaced(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`docs/operating.md does not say ${from}`)
    return changed.replaceAll(from, to)
  }, text)
}

async function certificate(folder: string): Promise<string> {
  const name = ['-subj', `/CN=${PROXIED_HOST}`, '-addext', `subjectAltName=DNS:${PROXIED_HOST}`]
  const files = ['-keyout', resolve(folder, 'key.pem'), '-out', resolve(folder, 'cert.pem')]
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...name, ...files], {
    timeoutMs: 60_000,
  })
  return readFile(resolve(folder, 'cert.pem'), 'utf8')
}

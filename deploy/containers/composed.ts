import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from '@ebook/clients/people'
import { freePort } from '@ebook/processes/ports'
import { CommandFailed, run } from '@ebook/processes/run'
import { newSecret } from '@ebook/processes/secrets'
import { subgraphSecrets } from '@ebook/stack/subgraph-secrets'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import type { Engine } from './engine.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const UP_MS = 900_000
/** Few enough to be used up. */
export const ANONYMOUS_PER_MINUTE = 400
/** Nobody is told "later", or that somebody does not answer, because this machine does something else as well. */
const PATIENCE = {
  SUBGRAPH_TIMEOUT_MS: 20_000,
  REQUEST_TIMEOUT_MS: 30_000,
  PROMOTION_TIMEOUT_MS: 8_000,
  LOAN_LIMIT: 1_000_000,
}
const HEALTHY_MS = 180_000

interface Container {
  readonly ID: string
  readonly Name: string
  readonly Service: string
  readonly State: string
  readonly Health: string
  readonly ExitCode: number
}

/** The files under git as containers, with secrets of their own and on free ports. */
export class Composed {
  readonly folder: string
  readonly project: string
  readonly #engine: Engine
  readonly #port: number
  readonly #tokens = new Map<string, Promise<string>>()

  private constructor(engine: Engine, folder: string, port: number) {
    this.#engine = engine
    this.folder = folder
    this.#port = port
    this.project = `check-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`
  }

  /** As somebody does who follows docs/operating.md: a checkout, a filled .env. */
  static async prepare(engine: Engine): Promise<Composed> {
    const folder = await mkdtemp(join(tmpdir(), 'composed-'))
    await run('sh', ['-c', `git ls-files -z | tar --null -T - -cf - | tar -xf - -C ${folder}`], { cwd: repository })
    const [port, issuerPort] = [await freePort(), await freePort()]
    const root = newSecret()
    const example = await readFile(join(folder, '.env.example'), 'utf8')
    const filled = example.replaceAll(/^(\w+)=(.*)$/gm, (_, name: string, value: string) => {
      const subgraph = SUBGRAPHS.find((one) => name === `${one.toUpperCase()}_SUBGRAPH_SECRET`)
      if (subgraph !== undefined) return `${name}=${subgraphSecrets(root, subgraph)}`
      if (name === 'ROUTER_SECRET') return `${name}=${root}`
      if (name === 'OIDC_ISSUER') return `${name}=http://localhost:${issuerPort}`
      // With what a URL or a shell would take for something else.
      return value === '' && name.endsWith('PASSWORD') ? `${name}='a/b@c:d#%${newSecret()}'` : `${name}=${value}`
    })
    await writeFile(
      join(folder, '.env'),
      `${filled}\nPORT=${port}\nISSUER_PORT=${issuerPort}\nPAYMENT_TIMEOUT_MS=8000\n`,
    )
    const app = { ...PATIENCE, ANONYMOUS_RATE_LIMIT_PER_MINUTE: ANONYMOUS_PER_MINUTE }
    const lines = Object.entries(app).map(([name, value]) => `${name}=${value}\n`)
    await writeFile(join(folder, '.env.app'), lines.join(''))
    return new Composed(engine, folder, port)
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`
  }

  /** As the issuer's and the pages' addresses have it. */
  get origin(): string {
    return `http://localhost:${this.#port}`
  }

  compose(args: readonly string[], timeoutMs = UP_MS, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const project = ['compose', '--project-name', this.project, '--profile', 'demo', '--progress', 'quiet']
    return this.#engine.docker([...project, ...args], { cwd: this.folder, timeoutMs, env })
  }

  async build(): Promise<void> {
    await this.compose(['build'])
  }

  /** Under another tag, with nothing of what was built before. */
  async buildAnew(tag: string): Promise<void> {
    await this.compose(['build', '--no-cache'], UP_MS, { TAG: tag })
  }

  async up(): Promise<void> {
    await this.compose(['up', '--wait', '--detach'])
  }

  /** So many of each, by the newest tag. */
  async scale(services: readonly string[], replicas: number): Promise<void> {
    const scales = services.flatMap((service) => ['--scale', `${service}=${replicas}`])
    await this.compose(['up', '--detach', '--wait', '--no-deps', '--no-recreate', ...scales, ...services])
  }

  async containers(): Promise<readonly Container[]> {
    const lines = (await this.compose(['ps', '--all', '--format', 'json'])).split('\n').filter((line) => line !== '')
    return lines.map((line) => JSON.parse(line) as Container)
  }

  /** Waits until everything that stays runs and is healthy. */
  async healthy(): Promise<void> {
    await eventually(
      'all of it is healthy',
      async () => {
        const all = await this.containers()
        const sick = all.filter(
          ({ State, Health, ExitCode }) => !(Health === 'healthy' || (State === 'exited' && ExitCode === 0)),
        )
        if (sick.length > 0) throw new Error(sick.map(({ Service, State }) => `${Service} is ${State}`).join(', '))
        return all.length > 0
      },
      HEALTHY_MS,
    )
  }

  /** The images that the Dockerfile and the compose file begin with. */
  async baseImages(): Promise<readonly string[]> {
    const texts = ['Dockerfile', 'docker-compose.yml'].map((file) => readFile(join(this.folder, file), 'utf8'))
    const words = (await Promise.all(texts)).join('\n').split(/[\s']/)
    return [...new Set(words.filter((word) => /^(node|postgres|nats|haproxy):\d+\./.test(word)))]
  }

  image(tag: string): string {
    return `ebook-rental:${tag}`
  }

  /** Another process is running in it. */
  async comesBack({ ID, Service }: Container): Promise<void> {
    const restarts = () => this.#engine.docker(['inspect', '--format', '{{.RestartCount}}', ID])
    await eventually(`${Service} is started again`, async () => Number(await restarts()) > 0, HEALTHY_MS)
  }

  /** A second replica from another tag, and when it is healthy the first one goes. */
  async rolls(service: string, tag: string): Promise<void> {
    await this.#engine.docker(['tag', this.image('local'), this.image(tag)])
    const before = (await this.containers()).filter(({ Service }) => Service === service)
    await this.compose(
      ['up', '--detach', '--wait', '--no-deps', '--no-recreate', '--scale', `${service}=2`, service],
      UP_MS,
      { TAG: tag },
    )
    for (const { ID } of before) {
      await this.#engine.docker(['stop', ID])
      await this.#engine.docker(['rm', '--volumes', ID])
    }
  }

  /** A container of a service that is given something else, and ends because of that: with what, and what it said. */
  async refuses(service: string, options: readonly string[]): Promise<{ code: unknown; said: string }> {
    try {
      return { code: 0, said: await this.compose(['run', '--rm', '--no-deps', '-T', ...options, service]) }
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error
      return { code: (error.cause as { code?: unknown }).code, said: error.message }
    }
  }

  /** In a container of this installation, as docs/operating.md says. */
  async reconcile(): Promise<string> {
    return this.compose([
      'run',
      '--rm',
      '--no-deps',
      '-T',
      'reconcile',
      'node',
      'reconcile/reconcile.ts',
      '--within',
      '60',
    ])
  }

  token(sub: string, role: 'MEMBER' | 'ADMIN'): Promise<string> {
    const key = `${sub} ${role}`
    const known = this.#tokens.get(key)
    if (known !== undefined) return known
    const minted = this.compose(['exec', '-T', 'issuer', 'node', 'cli/token.ts', '--sub', sub, '--role', role]).then(
      (text) => text.trim(),
    )
    this.#tokens.set(key, minted)
    return minted
  }

  async remove(): Promise<void> {
    await this.compose(['down', '--volumes', '--remove-orphans']).catch(() => undefined)
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Kills the first process of a container, as a crash does: `docker kill` would say that it is wanted. */
export async function killed(engine: Engine, container: Container): Promise<void> {
  process.kill(Number(await engine.docker(['inspect', '--format', '{{.State.Pid}}', container.ID])), 'SIGKILL')
}

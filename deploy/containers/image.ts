import type { Composed } from './composed.ts'
import type { Engine } from './engine.ts'
import { step } from './story.ts'

/** Beside what its base is. */
const MOST_OF_OURS = 300e6
const LABELS = ['title', 'description', 'licenses', 'version', 'revision'].map(
  (name) => `org.opencontainers.image.${name}`,
)

interface Image {
  readonly Size: number
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> }
}

interface Materials {
  readonly components: readonly { readonly name: string; readonly version: string }[]
}

async function inspected(engine: Engine, name: string): Promise<Image> {
  const [image] = JSON.parse(await engine.docker(['image', 'inspect', name])) as Image[]
  if (image === undefined) throw new Error(`there is no image ${name}`)
  return image
}

/** Small, nobody's secrets in it, not root's, nothing of what only building needs, and it says what it is made of. */
export async function imageHoldsWhatItMay(engine: Engine, composed: Composed): Promise<void> {
  const image = await inspected(engine, composed.image('local'))
  const base = (await composed.baseImages()).find((name) => name.startsWith('node:')) ?? ''
  const inImage = (...command: string[]) => engine.docker(['run', '--rm', composed.image('local'), ...command])
  await step('the image is small', async () => {
    const { Size } = await inspected(engine, base)
    if (image.Size - Size > MOST_OF_OURS) throw new Error(`it has ${megabytes(image.Size - Size)} without its base`)
    return `${megabytes(image.Size)}, of which its base has ${megabytes(Size)}`
  })
  await step('it holds no secret, and is not root’s', async () => {
    const found = await inImage('sh', '-c', 'find /app -name ".env*" -o -name "*.key" -o -name secrets.json')
    if (found.trim() !== '') throw new Error(`secrets are in it: ${found}`)
    if (image.Config.User !== 'node') throw new Error(`its user is ${image.Config.User}`)
  })
  await step('it says what it is, and each package that is in it', async () => {
    const unsaid = LABELS.filter((label) => !image.Config.Labels[label])
    if (unsaid.length > 0) throw new Error(`it has no ${unsaid.join(', ')}`)
    const { components } = JSON.parse(await inImage('cat', 'sbom.cdx.json')) as Materials
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
    const lock = JSON.parse(await inImage('cat', 'node_modules/.package-lock.json')) as {
      packages: Record<string, { version?: string; name?: string }>
    }
    const installed = Object.entries(lock.packages).flatMap(([path, { version, name }]) =>
      version === undefined || !path.startsWith('node_modules/')
        ? []
        : [`${name ?? path.split('node_modules/').at(-1) ?? ''}@${version}`],
    )
    const unlisted = installed.filter((one) => !listed.has(one))
    if (unlisted.length > 0) throw new Error(`it does not list ${unlisted.slice(0, 5).join(', ')}`)
    const building = ['typescript', 'vitest', 'eslint', 'rolldown', 'recharts'].filter((name) =>
      installed.some((one) => one.startsWith(`${name}@`)),
    )
    if (building.length > 0) throw new Error(`it has what only building needs: ${building.join(', ')}`)
    return `${new Set(installed).size} packages`
  })
}

/** Every file with its mode and owner; not when it was written. */
const CONTENT = 'tar --sort=name --mtime=@0 --pax-option=delete=atime,delete=ctime -cf - /app /data | sha256sum'

/** Two builds from the lock file, of which the second takes nothing from the first. */
export async function imageIsReproducible(engine: Engine, composed: Composed): Promise<void> {
  const content = async (tag: string) =>
    (await engine.docker(['run', '--rm', '--user', 'root', composed.image(tag), 'sh', '-c', CONTENT])).slice(0, 64)
  await step('built anew from the lock file, it is the same', async () => {
    await composed.buildAnew('again')
    const [first, second] = [await content('local'), await content('again')]
    if (first !== second) throw new Error(`the content is ${second}, and was ${first}`)
    return first.slice(0, 12)
  })
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`

import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SmallRepository } from './testing/small-repository.ts'

const SCHEMA = 'type Query { a: Int }'
const SECRET = 'password: "do not tell'

/** A folder with something that no revision of the repository beside it has. */
let around: SmallRepository
let repository: SmallRepository
beforeEach(() => {
  around = new SmallRepository()
  repository = new SmallRepository(join(around.root, 'repository'))
  around.write('secret.yaml', SECRET)
  around.write('other/schema.graphql', 'type Query { secret: Int }')
  repository.write('subgraphs/one/schema.graphql', SCHEMA)
  repository.git('init', '--quiet', '--initial-branch=main')
})
afterEach(() => around[Symbol.dispose]())

const configured = (config: object) => repository.write('supergraph-check.json', JSON.stringify(config))
const linked = (file: string, target: string) => symlinkSync(join(around.root, target), join(repository.root, file))
const schemas = (ref: string) => {
  configured({ events: 'ev/*.{json,yaml}' })
  repository.write('ev/E.json', JSON.stringify({ type: 'object', properties: { a: { $ref: ref } } }))
}

const ways: Readonly<Record<string, () => void>> = {
  'a $ref of an event': () => schemas('../../secret.yaml'),
  'a $ref through a link': () => {
    schemas('../linked.yaml')
    linked('linked.yaml', 'secret.yaml')
  },
  'a link among the events': () => {
    schemas('#')
    linked('ev/S.yaml', 'secret.yaml')
  },
  'the events': () => configured({ events: '../secret.yaml' }),
  'a glob of operations': () => configured({ operations: ['../*.yaml'] }),
  'the approvals': () => configured({ approvals: '../secret.yaml' }),
  'the event module': () => configured({ eventModule: '../secret.yaml' }),
  'a glob of subgraphs': () => configured({ subgraphs: '../*/schema.graphql' }),
  'a subgraph that is a link': () => linked('subgraphs/two', 'other'),
  'a list of subgraphs': () => {
    configured({ subgraphs: 'supergraph.yaml' })
    repository.write('supergraph.yaml', 'subgraphs: { one: { schema: { file: ../other/schema.graphql } } }')
  },
}

describe('what leads out of the repository', { timeout: 60_000 }, () => {
  test.each(Object.entries(ways))('%s is refused, and nothing of it is told', async (_, prepare) => {
    prepare()
    repository.commit('x')
    const { status, stdout, stderr } = await repository.check('--base', 'HEAD')
    expect(stderr).toMatch(/leads out of the repository/)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).not.toMatch(/do not tell|password/)
  })

  test('the configuration that somebody names is refused as well', async () => {
    repository.commit('x')
    expect(await repository.check('--config', '../secret.yaml')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/secret\.yaml leads out of the repository/) as unknown,
    })
  })

  test('in a folder of a repository, what stands beside the folder is in it', async () => {
    const project = new SmallRepository(join(repository.root, 'project'))
    mkdirSync(project.root)
    project.write('supergraph-check.json', JSON.stringify({ subgraphs: '../subgraphs/*/schema.graphql' }))
    repository.commit('x')
    expect(await project.check('--base', 'HEAD')).toMatchObject({ status: 0, stderr: '' })
  })
})

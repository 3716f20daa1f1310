import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SmallRepository } from './testing/small-repository.ts'
import { smallWorld } from './testing/small-world.ts'

let origin: SmallRepository
let clone: SmallRepository
beforeEach(() => {
  origin = new SmallRepository()
  clone = new SmallRepository()
  origin.put(smallWorld())
  origin.commit('the small world')
  origin.git('checkout', '--quiet', '-b', 'topic')
  const world = smallWorld()
  world.files['subgraphs/shop/schema.graphql'] = (world.files['subgraphs/shop/schema.graphql'] ?? '').replace(
    '  price: Int!',
    '  cost: Int!',
  )
  origin.put(world)
  origin.commit('a break')
})
afterEach(() => {
  origin[Symbol.dispose]()
  clone[Symbol.dispose]()
})

function cloned(...options: readonly string[]): void {
  clone[Symbol.dispose]()
  origin.git('clone', '--quiet', ...options, `file://${origin.root}`, clone.root)
}

describe('the base that nobody names', { timeout: 60_000 }, () => {
  test('is not the head itself, where a clone has that alone', async () => {
    cloned('--depth', '1', '--branch', 'topic')
    clone.git('remote', 'set-head', 'origin', 'topic')
    const { status, stdout, stderr } = await clone.check()
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^The base would be the head itself \([0-9a-f]{9} is origin\/topic, /)
    expect(stderr).toContain('git fetch --unshallow origin "+refs/heads/*:refs/remotes/origin/*"')
    clone.git('fetch', '--quiet', '--unshallow', 'origin', '+refs/heads/*:refs/remotes/origin/*')
    const fetched = await clone.check()
    expect(fetched.stdout).toMatch(/^merge base with origin\/main \([0-9a-f]{9}\) → working tree\n/)
    expect(fetched.status).toBe(1)
  })

  test('is not the head of a clone of one branch with all its commits either', async () => {
    cloned('--single-branch', '--branch', 'topic')
    clone.git('remote', 'set-head', 'origin', 'topic')
    const { status, stderr } = await clone.check()
    expect(status).toBe(2)
    expect(stderr).toContain('git fetch origin "+refs/heads/*:refs/remotes/origin/*"')
  })

  test('is looked for in a shallow clone that has no branch but its own, and what to fetch is told', async () => {
    cloned('--depth', '1', '--branch', 'topic')
    clone.git('update-ref', '-d', 'refs/remotes/origin/HEAD')
    const { status, stderr } = await clone.check()
    expect(status).toBe(2)
    expect(stderr).toMatch(/^There is no branch main to compare with\. .* git fetch --unshallow origin/)
  })

  test('is not in a shallow clone in which origin/main has another history, and that is told', async () => {
    cloned('--depth', '1', '--no-single-branch', '--branch', 'topic')
    const { status, stderr } = await clone.check()
    expect(status).toBe(2)
    expect(stderr).toBe(
      'The place where HEAD left origin/main is not in this clone. Fetch it: git fetch --unshallow.\n',
    )
  })

  test('is origin/main where there is no local one, also where origin/HEAD is the branch itself', async () => {
    cloned('--branch', 'topic')
    clone.git('remote', 'set-head', 'origin', 'topic')
    const { status, stdout } = await clone.check()
    expect(stdout).toMatch(/^merge base with origin\/main \(/)
    expect(status).toBe(1)
  })

  test('is origin/main for commits of main that are not pushed', async () => {
    origin.git('checkout', '--quiet', 'main')
    cloned()
    clone.git('reset', '--quiet', '--hard', 'origin/topic')
    expect(await clone.check()).toMatchObject({ status: 1 })
    clone.git('reset', '--quiet', '--hard', 'origin/main')
    expect(await clone.check()).toMatchObject({ status: 0 })
  })

  test('is where the revision left main that --head names', async () => {
    origin.git('checkout', '--quiet', 'main')
    origin.put(smallWorld())
    origin.write('more.md', 'more')
    origin.commit('main goes on')
    const { status, stdout } = await origin.check('--head', 'topic')
    expect(status).toBe(1)
    expect(stdout).toContain(`merge base with main (${origin.git('rev-parse', 'main~1').slice(0, 9)})`)
  })

  test.each(['master', 'trunk'])('is %s, where that is the branch of origin', async (name) => {
    origin.git('checkout', '--quiet', 'main')
    origin.git('branch', '--quiet', '-m', 'main', name)
    cloned()
    clone.git('checkout', '--quiet', '-b', 'mine', 'origin/topic')
    const { status, stdout } = await clone.check()
    expect(stdout).toMatch(new RegExp(`^merge base with origin/${name} \\(`))
    expect(status).toBe(1)
  })
})

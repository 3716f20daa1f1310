import { afterAll, beforeAll, expect, test } from 'vitest'
import { Git } from './git.ts'
import { SmallRepository } from './testing/small-repository.ts'
import { gitTree, workingTree } from './trees.ts'

const repository = new SmallRepository()
beforeAll(() => {
  for (const file of ['a.json', 'web/a.json', 'web/src/a.json', 'web/src/b.json']) repository.write(file, '{}')
  repository.commit('x')
})
afterAll(() => repository[Symbol.dispose]())

test.each([
  ['{,*/}a.json', ['a.json', 'web/a.json']],
  ['{,*/,*/*/}a.json', ['a.json', 'web/a.json', 'web/src/a.json']],
  ['{web/src,web}/{a,b}.json', ['web/a.json', 'web/src/a.json', 'web/src/b.json']],
  ['web/{src/{a,b},a}.json', ['web/a.json', 'web/src/a.json', 'web/src/b.json']],
  ['./web/*.json', ['web/a.json']],
  ['web//src/../*.json', ['web/a.json']],
  ['**/{src,lib}/*.json', ['web/src/a.json', 'web/src/b.json']],
  ['web/src/?.json', ['web/src/a.json', 'web/src/b.json']],
  ['web/src/[b-c].json', ['web/src/b.json']],
  ['{web,lib}/c.json', []],
])('the working tree and git find the same by %s', (glob, files) => {
  expect(workingTree(repository.root).matching(glob)).toEqual(files)
  expect(gitTree(new Git(repository.root), 'HEAD').matching(glob)).toEqual(files)
})

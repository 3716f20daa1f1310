import * as keda from '@kubernetes-models/keda/keda.sh/v1alpha1'
import * as apps from 'kubernetes-models/apps/v1'
import * as autoscaling from 'kubernetes-models/autoscaling/v2'
import * as batch from 'kubernetes-models/batch/v1'
import * as networking from 'kubernetes-models/networking.k8s.io/v1'
import * as policy from 'kubernetes-models/policy/v1'
import * as core from 'kubernetes-models/v1'

const published: Readonly<Record<string, object>> = {
  v1: core,
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'batch/v1': batch,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
  'keda.sh/v1alpha1': keda,
}

interface Model {
  readonly prototype: { validate(this: object): void }
}

/**
 * What the published schema of its kind says against an object, and each field that the schema has no word for: a field
 * that the validator never looked at.
 */
export function mistakesIn(object: { readonly apiVersion: string; readonly kind: string }): readonly string[] {
  const models = published[object.apiVersion] as Readonly<Record<string, Model | undefined>> | undefined
  const model = models?.[object.kind]
  if (model === undefined) return [`there is no ${object.kind} in ${object.apiVersion}`]
  const looked = new Set<string>()
  try {
    model.prototype.validate.call(watched(object, '', looked))
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
  return pathsOf(object, '')
    .filter((path) => !looked.has(path))
    .map((path) => `${path} is unknown`)
}

function watched(object: object, at: string, looked: Set<string>): object {
  return new Proxy(object, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof key === 'symbol') return value
      const path = `${at}/${key}`
      looked.add(path)
      return typeof value === 'object' && value !== null ? watched(value, path, looked) : value
    },
  })
}

function pathsOf(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inside]) => [`${at}/${key}`, ...pathsOf(inside, `${at}/${key}`)])
}

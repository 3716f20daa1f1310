import { getOperationAST, OperationTypeNode } from 'graphql'
import { readSubscription } from '../documents/subscription-document.ts'
import { sha256 } from '../documents/trusted-documents.ts'
import type { Gateway } from '../federation/gateway.ts'

/** Set, every valid operation takes the own path at its first request; else that waits until the ordinary path passed it. */
export const OWN_PATH = 'ROUTER_TEST_OWN_PATH'

/** The gateway, under which every valid operation is known. */
export function allKnown(gateway: Gateway, { production }: { readonly production: boolean }): Gateway {
  const learnt = (text: string, operationName: string | undefined): void => {
    const { schema } = gateway
    try {
      const document = readSubscription(text, schema, { production })
      const operation = document && getOperationAST(document, operationName)
      if (!document || !operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return
      gateway.learn({ text, schema, document, operation, operationName, queryHash: sha256(text) })
    } catch {
      // What is not valid is for the ordinary path to refuse.
    }
  }
  return new Proxy(gateway, {
    get(target, name) {
      if (name !== 'executor') return Reflect.get(target, name) as unknown
      const { executor } = target
      return new Proxy(executor, {
        get(one, method) {
          if (method === 'known') {
            return (text: string, operationName: string | undefined) => {
              if (one.known(text, operationName) === undefined) learnt(text, operationName)
              return one.known(text, operationName)
            }
          }
          const value = Reflect.get(one, method) as unknown
          return typeof value === 'function' ? (value.bind(one) as unknown) : value
        },
      })
    },
  })
}

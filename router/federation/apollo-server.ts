import { ApolloServer } from '@apollo/server'
import { disabledPlugins } from '@ebook/chassis/disabled-plugins'
import type { Logger } from '@ebook/chassis/log'
import { MOST_ERRORS, MOST_SELECTIONS, MOST_TOKENS, operationLimits } from '../documents/operation-limits.ts'
import { maskError } from '../errors/mask-error.ts'
import type { ConsistencyTokens } from './consistency-tokens.ts'
import type { Gateway } from './gateway.ts'
import { operationPlugin } from './operation-plugin.ts'
import { quieter } from './quieter.ts'
import type { RouterContext } from './router-context.ts'

/** Parse, validate, limit, plan and execute: everything that does not depend on how an operation came in. */
export function apolloServer(
  { gateway, isPlanned, learn }: Gateway,
  { production, tokens, log }: { production: boolean; tokens: ConsistencyTokens; log: Logger },
): ApolloServer<RouterContext> {
  return new ApolloServer<RouterContext>({
    gateway,
    nodeEnv: production ? 'production' : 'development',
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted) => maskError(formatted, { suggestions: !production }),
    parseOptions: { maxTokens: MOST_TOKENS },
    maxRecursiveSelections: MOST_SELECTIONS,
    validationRules: operationLimits(),
    validationOptions: { maxErrors: MOST_ERRORS },
    // Trusted documents are ours (documents/); what clients register by themselves protects nothing.
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    // entrance/gatekeeping.ts does it, before the body is read.
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    logger: quieter(log),
    plugins: [operationPlugin({ isPlanned, learn, tokens }), ...disabledPlugins()],
  })
}

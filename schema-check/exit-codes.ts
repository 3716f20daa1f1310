/** What the command ends with. */
export const exitCodes = { fine: 0, failed: 1, couldNotRun: 2, badArguments: 3 } as const

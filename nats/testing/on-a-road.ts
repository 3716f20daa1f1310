import { inject, test } from 'vitest'
import { Road } from './road.ts'

/** A test that has a road of its own, which is closed when it has ended. */
export const onARoad = test.extend('road', async ({}, { onCleanup }) => {
  const road = await Road.open(inject('postgresAdminUrl'))
  onCleanup(() => road.close())
  return road
})

import { whenDue, type Timer } from '@ebook/chassis/timer'
import { deliverDue } from '../deliver.ts'
import type { NoticePorts } from '../ports.ts'

/** Whoever makes a message wakes it; this is for one who died before, and for what another replica has put off. */
const POLL_MS = 10_000

/** Sends what is to be sent. */
export const deliverTimer = (ports: NoticePorts): Timer =>
  whenDue(POLL_MS, 'deliver', (signal) => deliverDue(ports, signal), ports.log)

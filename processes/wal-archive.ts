import { resolve } from 'node:path'
import { CHECKOUT } from './checkout.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`
const script = (name: string): string => `sh ${quoted(resolve(CHECKOUT, 'processes', name))}`

/** PostgreSQL's archive_command: every WAL file is kept in the folder, compressed; none while it is not there. */
export const archiveCommand = (folder: string): string => `${script('archive-wal.sh')} "%p" %f ${quoted(folder)}`

/** PostgreSQL's restore_command: what the other has kept. */
export const fetchCommand = (folder: string): string => `${script('fetch-wal.sh')} %f "%p" ${quoted(folder)}`

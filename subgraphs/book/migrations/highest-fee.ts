import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { HIGHEST_FEE } from '../title/language.ts'

/**
 * A trigger where a check would do for new titles: a check is asked at every change of a row, so that what was
 * registered for more before could not be lent any longer.
 */
export const highestFee: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create function refuse_fee() returns trigger language plpgsql as $$
      begin
        raise exception 'a fee of % won is too high', new.rental_fee
          using errcode = 'check_violation', constraint = 'title_highest_fee';
      end $$`.execute(db)
    await sql`
      create trigger title_highest_fee before insert or update of rental_fee on title
      for each row when (new.rental_fee > ${sql.lit(HIGHEST_FEE)}) execute function refuse_fee()`.execute(db)
  },
}

import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What the books have to keep of who paid, when what they paid for is to be forgotten: person, amounts and days. Which
 * payment a receipt is of lies apart, and is looked up by a function that notes who looked, and why.
 */
export const privacy: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table receipt (
        id uuid primary key,
        user_id text not null,
        method text not null,
        rental_fee integer not null,
        charged_amount integer not null,
        points_used integer not null,
        points_returned integer not null,
        refunded_amount integer not null,
        paid_on date not null,
        refunded_on date
      )`.execute(db)
    await sql`create index receipt_user on receipt (user_id, paid_on)`.execute(db)
    await sql`create index payment_rental on payment (rental_id) where user_id like 'anon:%'`.execute(db)
    await sql`create schema sealed`.execute(db)
    await sql`
      create table sealed.payment_of_receipt (
        payment_id uuid primary key,
        receipt_id uuid not null unique
      )`.execute(db)
    await sql`
      create table sealed.opening (
        id bigint generated always as identity primary key,
        payment_id uuid not null,
        opened_by text not null check (opened_by <> ''),
        reason text not null check (length(reason) >= 10),
        at timestamptz not null default now()
      )`.execute(db)
    await sql`
      create function sealed.open(asked uuid, who text, why text) returns text language plpgsql as $$
      begin
        insert into sealed.opening (payment_id, opened_by, reason) values (asked, who, why);
        return (
          select user_id from receipt join sealed.payment_of_receipt on receipt_id = receipt.id where payment_id = asked
        );
      end $$`.execute(db)
  },
}

import pg from 'pg'
import { eventually } from '@ebook/clients/people'

/** The other company, in moods that the test decides. What it once said under a key it says for ever. */
export interface Provider {
  /** It says no to the next charge under a new key. */
  declines(): Promise<void>
  /** It says no, for good, to the next refund under a new key. */
  refuses(): Promise<void>
  /** It answers nothing, and does in the end what it was asked meanwhile. */
  falls(silent: boolean): Promise<void>
  calm(): Promise<void>
  close(): Promise<void>
}

// The simulated provider's own chances are not the seed's: its tables are made to say no as often as they were told to.
const MOODS = `
  create table simulated_provider.mood (declines integer not null default 0, refusals integer not null default 0);
  insert into simulated_provider.mood default values;
  create function simulated_provider.decline() returns trigger language plpgsql as $$
  begin
    if new.status = 'CHARGED' and not exists (select from simulated_provider.charge where key = new.key) then
      update simulated_provider.mood set declines = declines - 1 where declines > 0;
      if found then new.status := 'DECLINED'; end if;
    end if;
    return new;
  end $$;
  create function simulated_provider.refuse() returns trigger language plpgsql as $$
  begin
    if not exists (select from simulated_provider.refund where key = new.key) then
      update simulated_provider.mood set refusals = refusals - 1 where refusals > 0;
      if found then new.status := 'FAILED'; end if;
    end if;
    return new;
  end $$;
  create trigger decline before insert on simulated_provider.charge for each row execute function simulated_provider.decline();
  create trigger refuse before insert on simulated_provider.refund for each row execute function simulated_provider.refuse();`

/** `url` is that of the database where its books are, with the rights of their owner. */
export async function openProvider(url: string): Promise<Provider> {
  const pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'test' })
  pool.on('error', () => undefined)
  await pool.query(MOODS)
  // PostgreSQL may have been killed, and come again.
  const mood = async (change: string) =>
    void (await eventually('the mood changes', () => pool.query(`update simulated_provider.mood set ${change}`)))
  const fallSilent = async () => {
    const client = await pool.connect()
    client.on('error', () => undefined)
    await client.query(
      'begin; lock table simulated_provider.charge, simulated_provider.refund in access exclusive mode',
    )
    return client
  }
  let silence: pg.PoolClient | undefined
  return {
    declines: () => mood('declines = declines + 1'),
    refuses: () => mood('refusals = refusals + 1'),
    async falls(silent) {
      if (silent && !silence) {
        silence = await eventually('the provider falls silent', fallSilent)
      } else if (!silent && silence) {
        // Its connection may have gone with PostgreSQL.
        await silence.query('commit').catch(() => undefined)
        silence.release(true)
        silence = undefined
      }
    },
    calm: () => mood('declines = 0, refusals = 0'),
    close: () => pool.end(),
  }
}

import type { Transaction } from 'kysely';
import type { History } from './history.ts';
import { patiently } from './patience.ts';
import { PARTS, type Tables } from './tables.ts';

/** Runs that go in one transaction: nobody waits long for it. */
const AT_ONCE = 50;

/** Takes the runs that began before a time (ISO 8601) out of a history; resolves to how many they were. */
export async function prune(history: History, before: string): Promise<number> {
  const old = await history.selectFrom('runs').select('number').where('started', '<', before).execute();
  const numbers = old.map(({ number }) => number);
  if (numbers.length === 0 || (await inOne(history, (all) => emptied(all, before)))) return numbers.length;
  for (let index = 0; index < numbers.length; index += AT_ONCE) {
    const some = numbers.slice(index, index + AT_ONCE);
    await inOne(history, async (all) => {
      for (const part of PARTS) await all.deleteFrom(part).where('run', 'in', some).execute();
      await all.deleteFrom('runs').where('number', 'in', some).execute();
    });
  }
  return numbers.length;
}

/** Whether no run stays, and all went at once: without a condition SQLite drops the pages of a table unread. */
async function emptied(all: Transaction<Tables>, before: string): Promise<boolean> {
  const stays = await all
    .selectFrom('runs')
    .select('number')
    .where('started', '>=', before)
    .limit(1)
    .execute();
  if (stays.length > 0) return false;
  for (const table of [...PARTS, 'runs'] as const) await all.deleteFrom(table).execute();
  return true;
}

/** What begins meanwhile is not seen, and stays: PostgreSQL; of SQLite a transaction has the file for itself. */
function inOne<T>(history: History, work: (all: Transaction<Tables>) => Promise<T>): Promise<T> {
  return patiently(() => history.transaction().setIsolationLevel('repeatable read').execute(work));
}

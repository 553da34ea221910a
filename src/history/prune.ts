import type { History } from './history.ts';
import { patiently } from './patience.ts';
import { PARTS } from './tables.ts';

/** Runs that go in one transaction: nobody waits long for it. */
const AT_ONCE = 50;

/** Takes the runs that began before a time (ISO 8601) out of a history; resolves to how many they were. */
export async function prune(history: History, before: string): Promise<number> {
  const old = await history.selectFrom('runs').select('number').where('started', '<', before).execute();
  const numbers = old.map(({ number }) => number);
  for (let index = 0; index < numbers.length; index += AT_ONCE) {
    const some = numbers.slice(index, index + AT_ONCE);
    await patiently(() =>
      history.transaction().execute(async (transaction) => {
        for (const part of PARTS) await transaction.deleteFrom(part).where('run', 'in', some).execute();
        await transaction.deleteFrom('runs').where('number', 'in', some).execute();
      }),
    );
  }
  return numbers.length;
}

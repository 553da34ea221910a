import type { History } from '../history.ts';

/**
 * The number of the run that a word means: its number, the first characters of its id, or `last`. Throws a sentence
 * when there is none, or several.
 */
export async function findRun(history: History, word: string): Promise<number> {
  const runs = history.selectFrom('runs').select(['number', 'id']).orderBy('number', 'desc').limit(2);
  if (word === 'last') {
    const [run] = await runs.execute();
    if (!run) throw new Error('No run is kept.');
    return run.number;
  }
  const isNumber = /^\d{1,9}$/.test(word);
  if (!isNumber && !/^[0-9a-f-]{4,36}$/.test(word))
    throw new Error(
      `A run is named by its number, by four characters of its id or more, or by "last", not "${word}".`,
    );
  const [run, other] = await (isNumber
    ? runs.where('number', '=', Number(word))
    : runs.where('id', 'like', `${word}%`)
  ).execute();
  if (!run) throw new Error(`No run ${word} is kept.`);
  if (other) throw new Error(`The ids of several runs begin with ${word}.`);
  return run.number;
}

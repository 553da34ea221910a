import { randomBytes } from 'node:crypto';
import type { Asked } from '../../history/asked.ts';
import { PlanKey } from '../../saved-plan/plan-key.ts';
import type { Variable } from '../../template/interpolation/variable.ts';

/** What is kept of the values of `-e`: their names, and what tells whether other values are the same. */
export type GivenVars = Pick<Asked, 'extraVars' | 'extraValues'>;

export type Values = Readonly<Record<string, Variable>>;

/** To be kept of a run that may be resumed. */
export async function givenVars(values: Values): Promise<GivenVars> {
  const extraVars = Object.keys(values);
  if (extraVars.length === 0) return { extraVars };
  const salt = randomBytes(16).toString('hex');
  return { extraVars, extraValues: { salt, proof: await proofOf(values, salt) } };
}

/** Who has it must try all values at once to find them. */
export async function proofOf(values: Values, salt: string): Promise<string> {
  const all = Object.entries(values).map(([name, { value }]) => [name, value]);
  return (await PlanKey.of(salt, all.toSorted())).proof;
}

import type { Fault } from './fault.ts';
import type { Said, Stage } from './stage.ts';

/** What came of faults that were injected together. */
export interface Trial {
  name: string;
  host: string;
  /** The ids that were found, the first of which is to be the cause. */
  found: readonly string[];
  /** False where one fault leaves nothing for the other to break. */
  isPossible: boolean;
  /** What is not as it should be. */
  faults: readonly string[];
}

const idsOf = ({ findings }: Said) => findings.map(({ id }) => id);

/** Breaks a healthy host, asks the doctor, lets him mend what he says he can, and heals the host. */
export async function tried(stage: Stage, host: string, faults: readonly Fault[]): Promise<Trial> {
  const name = faults.map((fault) => fault.name).join(' + ');
  const wrong: string[] = [];
  let found: string[] = [];
  let isPossible = true;
  try {
    isPossible = await injected(stage, host, faults);
    const about = faults.find((fault) => fault.about)?.about;
    const subject = about === undefined ? host : `${host}/${about}`;
    const said = await stage.doctor(subject);
    found = idsOf(said);
    const causes = faults.map(({ cause }) => cause);
    if (!causes.includes(found[0] ?? ''))
      wrong.push(`${found[0] ?? 'nothing'} first, not ${causes.join(' or ')}`);
    const isHidden = faults.some(({ hides }) => hides);
    for (const cause of isHidden ? [] : causes)
      if (!found.includes(cause)) wrong.push(`${cause} is not named`);
    for (const fault of faults.length === 1 ? faults : [])
      wrong.push(...(await unmended(stage, subject, fault, said)));
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  await stage.heal(host).catch((error: Error) => wrong.push(`not healed: ${error.message}`));
  return { name, host, found, faults: isPossible ? wrong : [], isPossible };
}

/** Whether faults could be made: of two, the one may leave nothing for the other to break. */
async function injected(stage: Stage, host: string, faults: readonly Fault[]): Promise<boolean> {
  const [first, ...others] = faults.map(({ inject }) => `{ ${inject}\n} 2>&1`);
  await stage.run(host, first ?? '');
  const made = others.map((inject) => stage.run(host, inject));
  return Promise.all(made).then(
    () => true,
    () => false,
  );
}

/** `--fix` is offered for what it mends, and mends it. */
async function unmended(
  stage: Stage,
  subject: string,
  { cause, mends }: Fault,
  said: Said,
): Promise<string[]> {
  const offered = said.findings.find(({ id }) => id === cause)?.fixable ?? false;
  if (offered !== (mends ?? false)) return [offered ? '--fix is offered' : '--fix is not offered'];
  if (!offered) return [];
  const printed = await stage.fix(subject);
  const left = idsOf(await stage.doctor(subject));
  return left.length === 0 ? [] : [`after --fix: ${left.join(', ')}\n${printed}`];
}

import type { Finished } from '../../lab/run.ts';
import type { CommandStep } from './case.ts';

/** A command of a step that has ended, with the tasks of its JSON document. */
export interface Ended extends Finished {
  tasks: readonly { task: string; status: string }[];
}

/** What is wrong with the end of a command, a line each. */
export function faultsOf(step: CommandStep, ended: Ended): string[] {
  const { code, stdout, stderr } = ended;
  const text = `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ');
  const isWrongCode = step.exit ? !step.exit.includes(code) : code === 70 || code > 128;
  const faults = [
    ...(isWrongCode ? [`exit code ${code}, not ${step.exit?.join(' or ') ?? 'any but 70'}`] : []),
    ...(code === 1 ? [] : Object.entries(step.status).flatMap(([task, right]) => wrong(task, right, ended))),
    ...step.says.filter((each) => !each.test(text)).map((each) => `does not say ${each}`),
    ...step.says_not.filter((each) => each.test(text)).map((each) => `says ${each}`),
  ];
  return faults.length > 0 ? [...faults, `it said: ${text.slice(0, SHOWN)}`] : [];
}

const SHOWN = 3000;

function wrong(task: string, right: readonly string[], { tasks }: Ended): string[] {
  const reported = tasks.filter((each) => each.task === task);
  if (reported.length === 0) return [`task "${task}" is not reported`];
  return reported
    .filter(({ status }) => !right.includes(status))
    .map(({ status }) => `task "${task}" is ${status}, not ${right.join(' or ')}`);
}

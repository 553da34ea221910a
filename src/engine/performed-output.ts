import { parseDowntimes } from '../plan/downtime.ts';
import type { Plan } from '../plan/plan.ts';
import type { Performed } from './apply.ts';

/** What the detached steps measured. Under a guard the steps print into one text. */
export function downtimes({ changes }: Plan, { printed }: Performed & { kind: 'done' | 'step-failed' }) {
  if (!changes.some(({ steps }) => steps.some((step) => step.do === 'detached'))) return {};
  const guests = changes.flatMap(({ impact }) => impact.guests ?? []);
  const measured = printed.flatMap((output) => parseDowntimes(output.toString(), guests));
  return measured.length > 0 ? { downtimes: measured } : {};
}

/** What `register` keeps of the last step. */
export function outputOf({ stdout, stderr, status, result }: Performed & { kind: 'done' | 'step-failed' }) {
  if (result && Object.keys(result).length > 0) return result;
  const [out = '', err = ''] = [stdout, stderr].map((bytes) => bytes.toString().replace(/[\r\n]+$/, ''));
  const lines = (text: string) => (text === '' ? [] : text.split(/\r?\n/));
  return {
    ...{ stdout: out, stdout_lines: lines(out), stderr: err, stderr_lines: lines(err) },
    rc: status,
  };
}

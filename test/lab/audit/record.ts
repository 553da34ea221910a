import { AUDIT_QUESTIONS } from '../../../src/audit/questions.ts';
import { readText, takeAnswers } from '../../../src/engine/script/observe.ts';
import { RecordedAnswers, type RecordedHost } from '../../audit/recorded-host.ts';
import { lab } from '../lab.ts';

const NONCE = 'recorded';

/** What a host answers to an audit by root, as it can be kept in a file. */
export async function recordAudit(host: string): Promise<RecordedHost> {
  const answered: Record<string, RecordedHost[string]> = {};
  for (const question of AUDIT_QUESTIONS) {
    const probes = question(new RecordedAnswers(answered));
    const text = readText(probes, { uri: 'qemu:///system', readOnly: true }, NONCE);
    const { stdout } = await lab.onHost(host, text);
    const { raws } = takeAnswers(probes, { stdout: Buffer.from(stdout) }, NONCE);
    for (const [index, { key }] of probes.entries())
      answered[key] = (raws[index]?.answers ?? []).map(({ status, stdout: out }) => ({
        status,
        stdout: out.toString().split('\n'),
      }));
  }
  return answered;
}

import { AUDIT_PROBES } from '../../../src/audit/probes.ts';
import { readText, takeAnswers } from '../../../src/engine/script/observe.ts';
import type { RecordedHost } from '../../audit/recorded-host.ts';
import { lab } from '../lab.ts';

const NONCE = 'recorded';

/** What a host answers to an audit by root, as it can be kept in a file. */
export async function recordAudit(host: string): Promise<RecordedHost> {
  const names = Object.keys(AUDIT_PROBES);
  const probes = Object.values(AUDIT_PROBES);
  const { stdout } = await lab.onHost(
    host,
    readText(probes, { uri: 'qemu:///system', readOnly: true }, NONCE),
  );
  const { raws } = takeAnswers(probes, { stdout: Buffer.from(stdout) }, NONCE);
  return Object.fromEntries(
    names.map((name, index) => {
      const answers = raws[index]?.answers ?? [];
      return [
        name,
        answers.map(({ status, stdout: out }) => ({ status, stdout: out.toString().split('\n') })),
      ];
    }),
  );
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, takeAnswers } from '../../src/engine/script/observe.ts';
import type { Probe } from '../../src/plan/probe.ts';
import { processChannel } from '../../src/transport/local.ts';
import { SHELL_LIMITS, Shell } from '../../src/transport/shell.ts';
import { ROOT } from './corpus.ts';
import { PROBES_BY_FILE } from './targets/probes.ts';

// npm run -s lab -- exec -- npm run -s fuzz:record -- .lab/ssh_config HOST NAME: what a host of the lab answers to every probe.
const [config = '', host = '', name = ''] = process.argv.slice(2);
const VIRSH = { uri: 'qemu:///system', readOnly: true };
const probes = [
  ...new Map([...PROBES_BY_FILE.values()].flat().map((probe) => [probe.key, probe])).values(),
].filter(({ ask }) => ask.kind !== 'local');
const session = new Shell(processChannel('ssh', ['-T', '-F', config, '--', host, 'exec sh']), SHELL_LIMITS);
const recorded: Record<string, unknown> = {};
for (const probe of probes) {
  const reply = await session.run(readText([probe], VIRSH, session.nonce));
  const [raw] = takeAnswers([probe], reply, session.nonce).raws;
  if (raw)
    recorded[probe.key] = raw.answers.map(({ status, stdout, stderr }) => [
      status,
      textOf(stdout),
      textOf(stderr),
    ]);
}
await session.close();
writeFileSync(join(ROOT, `test/fuzz/recorded/${name}.json`), `${JSON.stringify(recorded, null, 1)}\n`);
console.log(
  `${Object.keys(recorded).length} of ${probes.length} probes: ${missing(probes).join(', ') || 'all'}`,
);

function textOf(bytes: Buffer): string {
  return bytes.toString('latin1');
}

function missing(all: readonly Probe[]): string[] {
  return all.map(({ key }) => key).filter((key) => !(key in recorded));
}

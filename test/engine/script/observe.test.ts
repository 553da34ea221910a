import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fingerprint } from '../../../src/engine/script/fingerprint.ts';
import { comparedText, readText, takeAnswers } from '../../../src/engine/script/observe.ts';
import type { Raw } from '../../../src/engine/script/raw.ts';
import type { Probe } from '../../../src/plan/probe.ts';

const VIRSH = { uri: 'test:///default', readOnly: true };
const NONCE = 'c0ffee';

const probes = [
  script('printf "one\\0\\n\\n"; echo "not so good" >&2'),
  script('exit 7'),
  script('set -- "$1" b; cd /; cat; echo "$# $1"', "it's $(here)"),
  script('head -c 300000 /dev/zero; echo end >&2; exit 1'),
  script('['),
];

it('gives each script its own output, errors and status', () => {
  const answers = read().raws.map((raw) => raw?.answers[0]);
  expect(answers.slice(0, 3)).toEqual([
    { status: 0, stdout: Buffer.from('one\0\n\n'), stderr: Buffer.from('not so good') },
    { status: 7, stdout: Buffer.from(''), stderr: Buffer.from('') },
    { status: 0, stdout: Buffer.from("2 it's $(here)\n"), stderr: Buffer.from('') },
  ]);
  expect(answers[3]?.stdout).toHaveLength(300_000);
  expect(answers[3]).toMatchObject({ status: 1, stderr: Buffer.from('end') });
  expect(answers[4]?.stderr.toString()).toMatch(/missing/);
});

it('writes nothing but its one stream', () => {
  expect(run(readText(probes, VIRSH, NONCE)).stderr.toString()).toBe('');
});

it('is compared by what a host that has not moved says again', () => {
  const raws = read().raws.filter((raw): raw is Raw => raw !== undefined);
  const said = run(comparedText(probes, VIRSH, NONCE)).stdout;
  expect(createHash('sha256').update(said).digest('hex')).toBe(fingerprint(probes, raws, NONCE));
});

it('asks once what several want to know, and gives each the answer', () => {
  const ask = { kind: 'script', script: 'echo "$$ asked"; echo >&2 once', args: [] } as const;
  const several: Probe[] = [{ ...script(''), ask }, script('echo between'), { ...script(''), ask }];
  const text = readText(several, VIRSH, NONCE);
  expect(text.split('asked')).toHaveLength(2);
  const { raws } = takeAnswers(several, run(text), NONCE);
  expect(raws[2]).toEqual(raws[0]);
  expect(raws[2]?.answers[0]).toMatchObject({ status: 0, stderr: Buffer.from('once') });
  const same = several.map((each) => ({ ...each, ask: each.ask === ask ? SAME : each.ask }));
  const known = takeAnswers(same, run(readText(same, VIRSH, NONCE)), NONCE).raws as Raw[];
  const said = run(comparedText(same, VIRSH, NONCE)).stdout;
  expect(createHash('sha256').update(said).digest('hex')).toBe(fingerprint(same, known, NONCE));
});

const SAME = { kind: 'script', script: 'echo the same', args: [] } as const;

it('tells when virsh could not be asked', () => {
  const asked: Probe = { ...script(''), ask: { kind: 'virsh', commands: [['net-list']] } };
  const text = `virsh() { echo 'error: failed to connect' >&2; return 1; }\n${readText([asked], VIRSH, NONCE)}`;
  const { raws, virshError } = takeAnswers([asked], run(text), NONCE);
  expect({ raws, virshError }).toEqual({ raws: [undefined], virshError: 'error: failed to connect' });
});

function read() {
  return takeAnswers(probes, run(readText(probes, VIRSH, NONCE)), NONCE);
}

function run(text: string) {
  return spawnSync('sh', ['-c', text], { maxBuffer: 2 ** 24 });
}

function script(text: string, ...args: string[]): Probe {
  return { key: text, ask: { kind: 'script', script: text, args }, parse: (answers) => answers };
}

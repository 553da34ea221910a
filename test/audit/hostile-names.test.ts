import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../src/audit/evaluate.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { recordedHost, recordedPath } from './recorded-host.ts';

/** The planted networks `p15` and bridges `vb15` with names that a program would read as options. */
const hosts = (['9.0', '11.3'] as const).map((libvirt, index) =>
  recordedHost(`hv0${index + 1}`, recordedPath('planted', libvirt), (recording) =>
    recording.replaceAll(/\bvb(\d\d)\b/g, '-b$1').replaceAll(/\bp(\d\d)\b/g, '--p$1'),
  ),
);
const commands = findingsIn({ hosts, isWhole: true }, RULES).flatMap(
  ({ rule, command }) => command?.split('\n').map((line) => ({ rule, words: line.split(' ') })) ?? [],
);

describe('a network or bridge whose name begins with a dash', () => {
  it('is named to virsh and ip as a name, never where an option may stand', () => {
    const named = commands.flatMap(({ rule, words }) =>
      words.flatMap((word, at) => (/^-(?:-p|b)\d\d$/.test(word) ? [`${rule}: ${words[at - 1]}`] : [])),
    );
    expect(new Set(named.map((one) => one.split(': ')[0])).size).toBeGreaterThan(5);
    expect(
      named.filter((one) => !/: (?:--network|--domain|dev|master|-i|-o|iifname|oifname|on)$/.test(one)),
    ).toEqual([]);
  });
});

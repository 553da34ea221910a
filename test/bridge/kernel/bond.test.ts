import { expect, it } from 'vitest';
import {
  type BondParameters,
  bondAfter,
  bondLines,
  bondSteps,
  downSteps,
  parseBond,
} from '../../../src/bridge/kernel/bond.ts';
import { linkDifferences } from '../../../src/bridge/kernel/link-differences.ts';
import { port } from '../../modules/bridge-trial.ts';
import { argvs } from '../../modules/trial.ts';

/** As Linux 6.1 has a bond that networkd made with `mode: active-backup`. */
const backup: BondParameters = {
  mode: 'active-backup',
  'lacp-rate': 'slow',
  'mii-monitor-interval': '0',
  'up-delay': '0',
  'down-delay': '0',
  'min-links': '0',
  'transmit-hash-policy': 'layer2',
  primary: '',
};
const set = (is: BondParameters, next: BondParameters) =>
  argvs(bondSteps('bond0', is, next)).map((argv) => argv.slice(-2).join(' '));

it('a new bond has what is of use in its mode, and the kernel’s defaults', () => {
  expect(bondAfter({ mode: 'active-backup' }, undefined)).toEqual(backup);
  expect(bondAfter({}, undefined)).toMatchObject({ mode: 'balance-rr', 'mii-monitor-interval': '0' });
  const useless = { 'lacp-rate': 'fast', 'transmit-hash-policy': 'layer3+4' };
  expect(bondAfter({ mode: 'active-backup', ...useless, primary: 'eth2' }, undefined)).toEqual({
    ...backup,
    primary: 'eth2',
  });
  expect(bondAfter({ mode: '802.3ad', ...useless, primary: 'eth2' }, undefined)).toEqual({
    ...backup,
    mode: '802.3ad',
    'mii-monitor-interval': '100',
    ...useless,
  });
});

it('delays are multiples of the interval in which the kernel looks at the carrier', () => {
  const delays = { 'up-delay': 250, 'down-delay': 99 };
  expect(bondAfter({ ...delays, 'mii-monitor-interval': 100 }, backup)).toMatchObject({
    'up-delay': '200',
    'down-delay': '0',
  });
  expect(bondAfter(delays, backup)).toEqual(backup);
});

it('what the task does not write stays, but a primary link that the mode does not know', () => {
  const is = { ...backup, 'min-links': '1', primary: 'eth1' };
  expect(bondAfter({}, is)).toEqual(is);
  expect(bondAfter({ mode: '802.3ad' }, is)).toEqual({
    ...backup,
    mode: '802.3ad',
    'mii-monitor-interval': '100',
    'min-links': '1',
  });
});

it('is set while it is up, where the kernel takes it; another interval changes the delays too', () => {
  const next = { ...backup, 'mii-monitor-interval': '50', 'up-delay': '100', primary: 'eth2' };
  expect(set({ ...backup, primary: 'eth1' }, next)).toEqual([
    'miimon 50',
    'updelay 100',
    'downdelay 0',
    'primary eth2',
  ]);
  expect(set(next, { ...next, 'mii-monitor-interval': '0', 'up-delay': '0' })).toEqual(['miimon 0']);
  expect(set(backup, backup)).toEqual([]);
});

it('a primary link comes and goes, where the mode knows one', () => {
  const preferred = { ...backup, primary: 'eth2' };
  expect(set(backup, preferred)).toEqual(['primary eth2']);
  expect(bondSteps('bond0', preferred, backup)).toMatchObject([
    { do: 'script', label: 'no primary link of bond0', args: ['bond0'] },
  ]);
  expect(set(preferred, bondAfter({ mode: 'balance-xor' }, preferred))).toEqual([]);
  const without = { ...port, bond: backup };
  const found = linkDifferences('bond', 'bond0', without, { ...port, bond: preferred });
  expect(found).toEqual([{ what: 'primary of bond0', before: null, after: 'eth2' }]);
});

it('is read as it is written; what an older Virtfleet wrote says nothing of its parameters', () => {
  for (const bond of [backup, { ...backup, primary: 'eth1' }])
    expect(parseBond(bondLines(bond).map((line) => line.replace('bond ', '')))).toEqual(bond);
  const old = parseBond(['1']);
  expect(old).toEqual({});
  expect([...downSteps('bond0', old, backup), ...downSteps('bond0', backup, old)]).toEqual([]);
  expect([...bondSteps('bond0', old, backup), ...bondSteps('bond0', backup, old)]).toEqual([]);
});

it('goes down for another mode or rate alone', () => {
  const words = (next: BondParameters) =>
    argvs(downSteps('bond0', backup, next)).map((argv) => argv.slice(-3));
  expect(words({ ...backup, mode: '802.3ad' })).toEqual([['bond0', '802.3ad', '']]);
  expect(words({ ...backup, 'lacp-rate': 'fast' })).toEqual([['bond0', '', 'fast']]);
  expect(words({ ...backup, 'min-links': '1' })).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { dnsmasqRefusals } from '../../../src/libvirt/observe/dnsmasq-refusals.ts';

const withOptions = (...values: string[]): Network => ({
  name: 'net',
  'dnsmasq:options': { 'dnsmasq:option': values.map((value) => ({ value })) },
});
const answer = (text: string) => [{ status: 0, stdout: Buffer.from(text), stderr: Buffer.alloc(0) }];

test('each line that is wrong is named, without the line of a file', () => {
  const probe = dnsmasqRefusals(withOptions('adress=/a/10.0.0.9', 'log-queries', 'port=99999'));
  const said = '1 dnsmasq: bad option at line 4 of stdin\n3 dnsmasq: error at line 4 of stdin\n';
  expect(probe?.parse(answer(said))).toEqual({ 'adress=/a/10.0.0.9': 'bad option', 'port=99999': 'error' });
});

test('what is wrong only together is told of the line at which dnsmasq stops', () => {
  const probe = dnsmasqRefusals(withOptions('port=5', 'port=6'));
  const said = '0 dnsmasq: illegal repeated keyword at line 5 of stdin\n';
  expect(probe?.parse(answer(said))).toEqual({ 'port=6': 'illegal repeated keyword' });
});

test('nothing is asked where nothing is passed on, and no script is run', () => {
  expect(dnsmasqRefusals({ name: 'net' })).toBeUndefined();
  expect(dnsmasqRefusals(withOptions('conf-script=/bin/false'))).toBeUndefined();
  const hosted = { ...withOptions('log-queries'), forward: { mode: 'bridge' as const } };
  expect(dnsmasqRefusals(hosted)).toBeUndefined();
});

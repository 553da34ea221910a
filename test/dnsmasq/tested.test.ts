import { expect, it } from 'vitest';
import { refusalText, testedOn } from '../../src/dnsmasq/tested.ts';
import { parsed } from '../modules/trial.ts';

const CONF = `# Written
dhcp-option=option:router,10.0.0.1
port=5353
dhcp-option-force=option:nothing,1
`;

/** What dnsmasq 2.90 and 2.91 print. */
const SAID = '\ndnsmasq: bad dhcp-option at line 4 of stdin\n';

it('what dnsmasq refuses is read with its line', () => {
  const probe = testedOn(CONF);
  expect(parsed(probe, 'dnsmasq: syntax check OK.\n', 0)).toBeNull();
  expect(parsed(probe, '', 0)).toBeNull();
  expect(parsed(probe, SAID, 1)).toEqual({ said: 'bad dhcp-option', line: 4 });
  const elsewhere = '\ndnsmasq: bad option at line 1 of /etc/x.conf\n';
  expect(parsed(probe, elsewhere, 1)).toEqual({ said: 'bad option at line 1 of /etc/x.conf' });
  expect(testedOn(`${CONF}port=1\n`).key).not.toBe(probe.key);
});

it('the line is told by its place in the playbook, and as dnsmasq had it', () => {
  const refusal = { said: 'bad dhcp-option', line: 4 };
  const placeOf = (option: string, count: number) => `play.yaml:7:${option}:${count}`;
  expect(refusalText(refusal, CONF, placeOf)).toBe(
    'play.yaml:7:dhcp-option:1: dnsmasq refuses this: bad dhcp-option\n  dhcp-option-force=option:nothing,1',
  );
  expect(refusalText(refusal, CONF, () => undefined)).toMatch(/^dnsmasq refuses this: /);
  expect(refusalText({ said: 'no such file' }, CONF, placeOf)).toBe(
    'dnsmasq refuses its configuration: no such file',
  );
});

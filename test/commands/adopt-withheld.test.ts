import { expect, it } from 'vitest';
import type { Resource } from '../../src/adopt/resources.ts';
import { withoutWithheld } from '../../src/commands/adopt/withheld.ts';
import { SecretTexts } from '../../src/snapshot/secret-texts.ts';

const secrets = new SecretTexts(Buffer.alloc(32, 1));
/** A text as a snapshot gives it to who does not have its secrets. */
const shown = (text: string) => secrets.whole(secrets.without(text), () => []);

it('what a snapshot has no secret of is not described: a run would write what stands for it', () => {
  const network = (name: string, value: string): Resource => ({
    ...{ host: 'hv01', kind: 'network', name },
    args: { name, 'dnsmasq:options': { 'dnsmasq:option': shown(value) } },
  });
  const key = `private_key=${'a'.repeat(42)}E=`;
  const resources = [
    network('lab', 'dhcp-option=3,10.0.0.1'),
    network('dmz', 'password=hunter2'),
    network('vpn', key),
  ];
  const found = withoutWithheld({ resources, undescribed: [] });
  expect(found.resources).toEqual([resources[0]]);
  expect(found.undescribed.map(({ host, what }) => [host, what])).toEqual([
    ['hv01', 'network dmz'],
    ['hv01', 'network vpn'],
  ]);
});

import { describe, expect, it } from 'vitest';
import { BRIDGE_ADVICE } from '../../../src/bridge/rules/advice.ts';
import { bridge } from '../../../src/modules/bridge.ts';

/** Where a key stands, right but for that. */
function written(key: string): object {
  const [section, inner] = key.split('.');
  switch (inner === undefined ? '' : section) {
    case 'parameters':
      return { parameters: { [inner ?? '']: 1 } };
    case 'vlans':
      return { vlans: { 'br0.5': { id: 5, link: 'br0', [inner ?? '']: 1 } } };
    case 'bonds':
      return { bonds: { bond0: { interfaces: ['eth1'], [inner ?? '']: 1 } } };
    case 'ethernets':
      return { ethernets: { eth1: { mtu: 9000, [inner ?? '']: 1 } } };
    default:
      return { [key]: 1 };
  }
}

describe('advice', () => {
  it.each(Object.keys(BRIDGE_ADVICE))('for %s is for what a bridge does not have', (key) => {
    const { error } = bridge.args.safeParse({ name: 'br0', ...written(key) });
    expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: [key.split('.').at(-1)] }]);
  });
});

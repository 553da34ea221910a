import { expect, it } from 'vitest';
import { bridgePorts, withPort } from '../../src/host/bridge-ports.ts';
import { ask, parsed } from '../modules/trial.ts';

const vnet0 = { bridge: 'virbr0', port: 'vnet0', tap: true };
const veth1 = { bridge: 'br0', port: 'veth1', tap: false };

it('what a host says is read, sorted', () => {
  expect(parsed(bridgePorts, 'virbr0 vnet0 tap\nbr0 veth1 \n')).toEqual([veth1, vnet0]);
  expect(parsed(bridgePorts, '')).toEqual([]);
  expect(() => parsed(bridgePorts, '', 2)).toThrow('cannot read the ports of the bridges');
});

it('this machine can be asked', () => {
  expect(Array.isArray(ask(bridgePorts))).toBe(true);
});

it('a port moves to another bridge, or to none', () => {
  expect(withPort([veth1, vnet0], { port: 'vnet0', tap: true }, 'br0')).toEqual([
    veth1,
    { ...vnet0, bridge: 'br0' },
  ]);
  expect(withPort([veth1, vnet0], { port: 'veth1', tap: false }, undefined)).toEqual([vnet0]);
});

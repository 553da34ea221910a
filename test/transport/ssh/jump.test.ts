import { expect, test } from 'vitest';
import { jumpCall } from '../../../src/transport/ssh/jump.ts';

test.each([
  ['jump', { destination: 'jump', args: [] }],
  ['op@jump', { destination: 'jump', args: ['-l', 'op'] }],
  ['op@jump:2222', { destination: 'jump', args: ['-l', 'op', '-p', '2222'] }],
  ['[2001:db8::1]:22', { destination: '2001:db8::1', args: ['-p', '22'] }],
  ['ssh://op@jump:2222', { destination: 'jump', args: ['-l', 'op', '-p', '2222'] }],
  ['a@one:1,two', { destination: 'two', args: ['-J', 'a@one:1'] }],
  ['one,two,op@three', { destination: 'three', args: ['-l', 'op', '-J', 'one,two'] }],
])('ProxyJump %s', (text, call) => {
  expect(jumpCall(text, [])).toEqual(call);
});

test('of the arguments only the configuration file is for the jump host', () => {
  const args = ['-l', 'root', '-F', '/lab/config', '-o', 'UserKnownHostsFile=/x'];
  expect(jumpCall('jump', args).args).toEqual(['-F', '/lab/config']);
  expect(jumpCall('jump', ['-F/lab/config', '-v']).args).toEqual(['-F/lab/config']);
});

test('a list that names no host is refused', () => {
  expect(() => jumpCall('one,', [])).toThrow('names no host');
});

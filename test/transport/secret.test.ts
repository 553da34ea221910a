import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../src/transport/secret.ts';

const secret = new Secret('hunter2');

test.each([
  ['a template', () => `${secret}`],
  ['JSON', () => JSON.stringify({ password: secret })],
  ['inspect', () => inspect({ password: secret }, { showHidden: true, depth: 9 })],
  ['format', () => format('%s %o %j', secret, secret, secret)],
  ['its properties', () => Object.values(secret).join()],
])('%s does not show it', (_, print) => {
  expect(print()).not.toContain('hunter2');
});

test('it is revealed on request', () => {
  expect(secret.reveal()).toBe('hunter2');
});

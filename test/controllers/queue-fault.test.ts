import { expect, it } from 'vitest';
import { redisFault } from '../../src/controllers/queue-fault.ts';

it.each([
  [
    'redis://q',
    'NOAUTH Authentication required.',
    /^q:6379: NOAUTH .*required\. The URL has no password\. .*:PASSWORD@/,
  ],
  [
    'redis://:kept@q:1',
    'WRONGPASS invalid username-password pair or user is disabled.',
    /^q:1: WRONGPASS .* another password/,
  ],
  [
    'rediss://:kept@q',
    'connect ETIMEDOUT',
    /^q:6379: connect ETIMEDOUT\. TLS was tried, .* it is redis:\/\/$/,
  ],
  ['redis://:kept@q', 'write ECONNRESET', /^q:6379: ECONNRESET\. TLS was not tried, .* it is rediss:\/\/$/],
  [
    'rediss://:kept@q',
    'self-signed certificate',
    /^q:6379: self-signed certificate\. NODE_EXTRA_CA_CERTS=FILE/,
  ],
  ['redis://127.0.0.1:9', 'connect ECONNREFUSED 127.0.0.1:9', /^connect ECONNREFUSED 127\.0\.0\.1:9$/],
])('what is wrong with %s is told with its address and what to write: %s', (url, message, says) => {
  const { message: said } = redisFault(new Error(message), url);
  expect(said).toMatch(says);
  expect(said).not.toContain('kept');
});

/**
 * What is wrong with a connection to Redis or Valkey: where it is, and what to write where the URL is the cause. It never
 * has a user or a password.
 */
export function redisFault({ message }: Error, url: string): Error {
  const { hostname, port, protocol } = new URL(url);
  const place = `${hostname}:${port || '6379'}`;
  // Which of the two it is changes each time.
  const said = message.replace(/^(read|write) /, '').replace(/\.$/, '');
  const where = said.includes(place) ? '' : `${place}: `;
  const advice = ADVICE.find(({ of, ...on }) => of.test(said) && (on.protocol ?? protocol) === protocol);
  return new Error(`${where}${said}${advice ? `. ${advice.says}` : ''}`);
}

const ADVICE: readonly { of: RegExp; protocol?: string; says: string }[] = [
  {
    of: /^NOAUTH/,
    says: 'The URL has no password. It is written with a colon before it: redis://:PASSWORD@HOST',
  },
  {
    of: /^WRONGPASS|invalid password/,
    says: 'The queue has another password than the URL, or no such user. A password alone is written redis://:PASSWORD@HOST',
  },
  {
    of: /ETIMEDOUT|ECONNRESET|EPROTO|SSL|socket disconnected/,
    protocol: 'rediss:',
    says: 'TLS was tried, as the URL begins with rediss://: without TLS it is redis://',
  },
  {
    of: /ETIMEDOUT|ECONNRESET/,
    protocol: 'redis:',
    says: 'TLS was not tried, as the URL begins with redis://: with TLS it is rediss://',
  },
  {
    of: /certificate/,
    says: 'NODE_EXTRA_CA_CERTS=FILE in the environment names the certificate of who signed it',
  },
];

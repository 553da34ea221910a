import { expect, test } from 'vitest';
import { mirrorOf } from './mirror.ts';

const public_ = { main: 'http://deb.debian.org/debian', security: 'http://deb.debian.org/debian-security' };

test('one-line sources', () => {
  const text = `# deb http://commented.example/debian bookworm main
deb-src http://source.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] https://mirror.example/debian/ bookworm main contrib # here
deb https://mirror.example/security bookworm-security main
`;
  expect(mirrorOf([text])).toEqual({
    main: 'https://mirror.example/debian',
    security: 'https://mirror.example/security',
  });
});

test('deb822 sources', () => {
  const text = `Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb deb-src
URIs: http://mirror.example/security
  http://second.example/security
Suites: bookworm-security
Components: main contrib
`;
  expect(mirrorOf([text])).toEqual({
    main: 'http://mirror.example/debian',
    security: 'http://mirror.example/security',
  });
});

test.for([
  ['a source of another vendor', 'deb https://packages.example/apt vendor-bookworm main\n'],
  [
    'a source that is switched off',
    'Types: deb\nEnabled: no\nURIs: http://off.example\nSuites: bookworm\nComponents: main\n',
  ],
  ['a source without main', 'deb http://other.example/debian bookworm contrib\n'],
  ['nothing', ''],
])('Debian’s public mirror stands in for %s', ([, text = '']) => {
  expect(mirrorOf([text])).toEqual(public_);
});

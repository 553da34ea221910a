import { expect, it } from 'vitest';
import { missingLibrary } from '../../src/controllers/queue-missing.ts';

it('a library that is not there is named with what installs it, and only where that helps', () => {
  expect(missingLibrary(new Error('connect ECONNREFUSED 127.0.0.1:6379'))).toBeUndefined();
  const node = new Error(
    "Cannot find package 'bullmq' imported from /usr/lib/node_modules/virtfleet/dist/x.js",
  );
  expect(missingLibrary(node)).toMatchObject({
    detail: 'There is no package bullmq.',
    command: 'npm install --global bullmq@6 ioredis@5',
  });
  expect(missingLibrary(new Error("Cannot find package 'ioredis' in the executable"))).toMatchObject({
    detail:
      'The Debian package and the executable of Virtfleet are without ioredis, and load no code from a disk.',
    command: 'npm install --global ./virtfleet-*.tgz bullmq@6 ioredis@5',
  });
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseLink } from '../../../src/bridge/kernel/link.ts';
import { READ_LINK } from '../../../src/bridge/kernel/probes.ts';
import { routesAfter } from '../../../src/bridge/kernel/static-routes.ts';
import { scriptStep } from '../../../src/plan/step.ts';
import { perform } from '../../modules/trial.ts';

const WANTED = [
  { to: '10.0.0.0/8', via: '10.9.0.2', metric: 5 },
  { to: '10.5.0.0/16', via: '10.77.7.1', table: 100, 'on-link': true },
  { to: '10.6.0.1/32', scope: 'link' as const },
  { to: 'default', via: '10.9.0.3', metric: 90 },
  { to: 'default', via: 'fd00::2' },
  { to: 'fd01::/64', via: 'fd00:0::3', metric: 1024 },
];

it.each(['6.1.0', '6.15.0'])('what iproute2 %s says of routes is what is foreseen of them', (version) => {
  const bin = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  const said = join(import.meta.dirname, '../../recorded', `ip-addr-and-routes-iproute2-${version}.txt`);
  writeFileSync(join(bin, 'ip'), `#!/bin/sh\ncat >/dev/null; cat '${said}'\n`);
  chmodSync(join(bin, 'ip'), 0o755);
  const { stdout } = perform(scriptStep('', READ_LINK, ['lo']), { PATH: `${bin}:${process.env.PATH}` });
  const link = parseLink(stdout);
  expect(link).toMatchObject({ addresses: ['10.9.0.1/24', 'fd00::1/64'] });
  expect(link.exists && link.routes).toEqual(routesAfter(WANTED, []).sort());
});

it('the metric that somebody chose stays, unless one is wanted', () => {
  const is = ['default via 10.9.0.3 metric 425 onlink'];
  const route = { to: 'default', via: '10.9.0.3', 'on-link': true };
  expect(routesAfter([route], is)).toEqual(is);
  expect(routesAfter([{ ...route, metric: 0 }], is)).toEqual(['default via 10.9.0.3 onlink']);
});

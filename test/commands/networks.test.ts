import { join } from 'node:path';
import { expect, it } from 'vitest';
import { networks } from '../../src/commands/networks.ts';
import { show } from '../../src/commands/show.ts';
import { project, typed } from './project.ts';

// Nobody listens on this port.
const HOSTS = 'hv[01:02] ansible_host=127.0.0.1 ansible_port=1\n';

it('the name of a network in place of a host is refused, with the command that shows it', async () => {
  const folder = project({ 'hosts.ini': HOSTS });
  const { code, out, err } = await typed(networks, folder, 'default', '-i', join(folder, 'hosts.ini'));
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('default is neither a host nor a group among the 2 hosts');
  expect(err).toContain('The argument is a host pattern. To show a network of this name on all hosts:');
  expect(err).toContain('\n    virtfleet show all/default -i hosts.ini\n');
});

it('show takes --limit', async () => {
  const folder = project({ 'hosts.ini': HOSTS });
  const words = ['all/default', '-i', join(folder, 'hosts.ini'), '--limit', 'hv02'];
  const { code, out } = await typed(show, folder, ...words);
  expect(code).toBe(4);
  expect(out).toMatch(/^1 host could not be read\n {2}hv02: /);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { virtfleet as withMeanwhile } from '../rollouts/command.ts';
import { lab } from './lab.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-rollout-'));
const site = join(folder, 'site.yaml');
const HOSTS = lab.hosts().map(({ name }) => name);
const MTU = 'ip -o link show virbr7 | sed "s/.* mtu //; s/ .*//"';

const all = (script: string) =>
  Promise.all(HOSTS.map(async (host) => (await lab.onHost(host, script)).stdout.trim()));
const tap = '$(virsh domiflist web | awk \'$2 == "network" { print $1 }\')';

function run(...words: string[]) {
  return virtfleet('run', ...words, '-i', lab.paths.inventory, '--history', join(folder, 'history.db'));
}

/** A restart of the network on which each host has a guest, in waves. */
function write(mtu: number, play: object): void {
  const network = {
    ...{ name: 'lab', forward: { mode: 'nat' }, bridge: { name: 'virbr7' }, mtu: { size: mtu } },
    ip: { address: '10.7.0.1', prefix: 24 },
  };
  writeFileSync(
    site,
    JSON.stringify([{ name: 'Lab', hosts: 'all', disruption: 'link', ...play, tasks: [{ network }] }]),
  );
}

beforeAll(async () => {
  write(1500, { rollout: 'all-at-once' });
  expect(await run(site)).toMatchObject({ code: 0, stderr: '' });
  for (const host of HOSTS) await lab.addGuest(host, { name: 'web', networks: ['lab'] });
});
afterAll(() => rmSync(folder, { recursive: true }));

const [first = '', second = ''] = HOSTS;

it('a guest that is off its bridge behind the canary stops the rollout, and --resume goes on once it is back', async () => {
  write(1450, { soak: '3s', canary: first });
  const stopped = await withMeanwhile(
    { lab, folder },
    ['run', site],
    [
      {
        on: (event) => event.type === 'gate-started' && event.gate === 'soak',
        work: () => lab.onHost(first, `ip link set ${tap} nomaster`),
      },
    ],
  );
  expect(stopped).toMatchObject({ code: 2, printed: expect.stringContaining('virtfleet run --resume') });
  expect(stopped.printed).toContain('Lab: wave 1 of 3 (canary) ended: 1 host, 1 changed');
  expect(await all(MTU)).toEqual(['1450', '1500', '1500', '1500']);
  await lab.onHost(first, `ip link set ${tap} master virbr7`);
  const resumed = await virtfleet('run', '--resume', '--history', join(folder, 'history.db'));
  expect(resumed.code).toBe(0);
  expect(await all(MTU)).toEqual(['1450', '1450', '1450', '1450']);
});

it('a wave whose verification fails is rolled back where the play says so; waves before it stay', async () => {
  const verify = [{ shell: `test $(hostname) != ${second}`, changed_when: false }];
  write(1400, { serial: [1, 1, 2], on_failure: 'rollback', verify });
  const ended = await run(site);
  expect(ended.code).toBe(2);
  expect(ended.stdout).toContain(`on_failure of its play says rollback: ${second}`);
  expect(await all(MTU)).toEqual(['1400', '1450', '1450', '1450']);
  const taps = await all(`bridge link show dev ${tap} | grep -c "master virbr7"`);
  expect(taps).toEqual(['1', '1', '1', '1']);
});

it('a play that rolls back needs the history', async () => {
  const ended = await virtfleet('run', site, '-i', lab.paths.inventory, '--history', 'none');
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('needs the history') });
  expect(await all(MTU)).toEqual(['1400', '1450', '1450', '1450']);
});

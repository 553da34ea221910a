import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { perform } from '../soak/perform.ts';
import { setStage } from '../soak/prepare.ts';
import type { Step } from '../soak/step.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';

const [bookworm = '', trixie = ''] = oneOfEach();

/** One of each kind; `npm run soak` does what chance brings. */
const STEPS: readonly Step[] = [
  {
    do: 'change',
    edits: {
      [bookworm]: { br0: 'has the address', n1: 'the mtu changes' },
      [trixie]: { nic: 'br1', content: 'two' },
    },
  },
  { do: 'rollback' },
  {
    do: 'drift',
    injuries: { [bookworm]: ['a tap of g1 off its bridge'], [trixie]: ['libvirtd restarted', 'd1 stopped'] },
  },
  {
    do: 'change',
    edits: { [bookworm]: { n1: 'the domain changes' }, [trixie]: { n2: 'the domain changes' } },
    struck: { fault: 'client killed', hosts: [bookworm, trixie], moment: { when: 'detached', delay: 0 } },
  },
];

it('what is promised holds behind a change, a rollback, changes by hand and a client that is killed', async () => {
  const hosts = lab.hosts().filter(({ name }) => [bookworm, trixie].includes(name));
  const stage = await setStage(hosts);
  try {
    const done: Awaited<ReturnType<typeof perform>>[] = [];
    for (const step of STEPS) done.push(await perform(stage, step));
    expect(done.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(done.map(({ wasStruck }) => wasStruck)).toEqual([false, undefined, undefined, true]);
  } finally {
    rmSync(stage.folder, { recursive: true });
  }
});

import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { keptFiles } from '../../src/netplan/kept-files.ts';
import { CLOUD_INIT, keptPath } from '../../src/netplan/taken-files.ts';
import { absent, fileOf, gone, link, on, PATH, port } from './bridge-trial.ts';
import { parsed } from './trial.ts';

const CLOUD = '/etc/netplan/50-cloud-init.yaml';
const file = (content: string): FileState & { kind: 'file' } => ({
  kind: 'file',
  mode: '0600',
  owner: 'root',
  group: 'root',
  content,
});

const ORIGINAL = `network:
  version: 2
  ethernets:
    eth1: { addresses: [10.1.0.5/24] }
    eth2: { addresses: [10.2.0.5/24] }
`;
const withoutEth1 = ORIGINAL.replace('eth1: { addresses: [10.1.0.5/24] }', 'eth1: {}');
const withoutEth2 = ORIGINAL.replace('eth2: { addresses: [10.2.0.5/24] }', 'eth2: {}');
const bare = withoutEth1.replace('eth2: { addresses: [10.2.0.5/24] }', 'eth2: {}');
const padded = (text: string) => text.replaceAll(/\[([\d./]+)\]/g, '[ $1 ]');

const OTHER = `network:
  version: 2
  ethernets: { eth2: {} }
  bridges: { br7: { interfaces: [eth2] } }
`;

/** A host whose file of cloud-init is now so, and was kept so, with these other files. */
function host({
  now = ORIGINAL,
  kept = '',
  others = {} as Record<string, string>,
  cloudInit = absent as FileState,
}) {
  const files = Object.entries({ [CLOUD]: now, ...others }).map(([path, text]) => ({ path, text }));
  return {
    netplan: files,
    cloudInit,
    [`now ${CLOUD}`]: file(now),
    [`kept ${CLOUD}`]: kept === '' ? absent : file(kept),
    'link eth1': port,
    'carries eth1': [],
    'link eth2': port,
    'carries eth2': [],
  };
}

const args = { interfaces: ['eth1'], takes_over: [CLOUD] };
const written = (made: ReturnType<typeof on>) =>
  Object.fromEntries(
    made.steps.flatMap((step): [string, string | null][] => {
      if (step.do === 'write') return [[step.path, step.content]];
      return step.do === 'remove' ? [[step.path, null]] : [];
    }),
  );

describe('a file that is taken over', () => {
  it('is kept as it was, and cloud-init leaves the network alone', () => {
    expect(written(on({ file: absent, link: gone, ...host({}) }, args))).toMatchObject({
      [keptPath(CLOUD)]: ORIGINAL,
      [CLOUD]: padded(withoutEth1),
      [CLOUD_INIT.path]: CLOUD_INIT.content,
    });
  });

  it('by a second bridge stays kept as it was before the first', () => {
    const current = host({ now: withoutEth2, kept: ORIGINAL, others: { '/etc/netplan/60-br7.yaml': OTHER } });
    const made = written(on({ file: absent, link: gone, ...current }, args));
    expect(made).toMatchObject({ [CLOUD]: bare });
    expect(made).not.toHaveProperty(keptPath(CLOUD));
  });

  it('after an edit of the task stays kept as it was before the first run', () => {
    const current = host({ now: withoutEth2, kept: ORIGINAL, others: { [PATH]: OTHER } });
    const made = written(on({ file: file(OTHER), link, ...current }, args));
    expect(made).toMatchObject({ [CLOUD]: bare });
    expect(made).not.toHaveProperty(keptPath(CLOUD));
  });

  it('is kept as it is now when no bridge has anything of what was kept', () => {
    const made = written(on({ file: absent, link: gone, ...host({ kept: OTHER }) }, args));
    expect(made).toMatchObject({ [keptPath(CLOUD)]: ORIGINAL });
  });
});

describe('when the bridge goes', () => {
  const off = { ...args, state: 'absent' };
  const own = fileOf({});
  const cloudInit = file(CLOUD_INIT.content);
  const mine = { [PATH]: OTHER.replaceAll('eth2', 'eth1').replace('br7', 'br0') };

  it('the file comes back, and cloud-init has the network again', () => {
    const current = host({ now: withoutEth1, kept: ORIGINAL, others: mine, cloudInit });
    const made = on({ file: own, link, ...current }, off);
    expect(written(made)).toMatchObject({
      [CLOUD]: ORIGINAL,
      [keptPath(CLOUD)]: null,
      [CLOUD_INIT.path]: null,
    });
    expect(made.differences).toContain(`file ${CLOUD_INIT.path}: present → null`);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('what another bridge has of it stays taken, and the original stays kept', () => {
    const others = { ...mine, '/etc/netplan/70-br7.yaml': OTHER };
    const made = written(
      on({ file: own, link, ...host({ now: bare, kept: ORIGINAL, others, cloudInit }) }, off),
    );
    expect(made).toMatchObject({ [CLOUD]: padded(withoutEth2) });
    expect(made).not.toHaveProperty(keptPath(CLOUD));
    expect(made).not.toHaveProperty(CLOUD_INIT.path);
  });

  it('a switch for cloud-init that somebody else wrote stays', () => {
    const current = host({
      now: withoutEth1,
      kept: ORIGINAL,
      others: mine,
      cloudInit: file('network: {}\n'),
    });
    expect(written(on({ file: own, link, ...current }, off))).not.toHaveProperty(CLOUD_INIT.path);
  });
});

describe('a removal that does not name all that the bridge has taken', () => {
  const kept = [{ path: CLOUD, text: ORIGINAL }];
  const own = file(OTHER.replaceAll('eth2', 'eth1').replace('br7', 'br0'));

  it('is warned of, with what gives it back', () => {
    const { plan } = on({ file: own, link, keptFiles: kept }, { state: 'absent' });
    expect(plan.warnings).toEqual([
      `${CLOUD} was taken over for this bridge and does not come back. To give it back, say takes_over: [${CLOUD}]`,
    ]);
    const others = on(
      {
        file: file(OTHER.replace('eth2: {}', 'eth9: {}').replace('[eth2]', '[eth9]')),
        link,
        keptFiles: kept,
      },
      { state: 'absent' },
    );
    expect(others.plan.warnings).toEqual([]);
  });

  it('reads them as they lie there', () => {
    const read = (text: string) => parsed(keptFiles, text);
    expect(read('50-a.yaml:network:\n50-a.yaml:  version: 2\n60-b.yaml:x: y\n')).toEqual([
      { path: '/etc/netplan/50-a.yaml', text: 'network:\n  version: 2\n' },
      { path: '/etc/netplan/60-b.yaml', text: 'x: y\n' },
    ]);
    expect(read('')).toEqual([]);
  });
});

it('ports of a bridge that goes have the MTU of an Ethernet again', () => {
  const own = file(
    'network: { version: 2, ethernets: { eth1: { mtu: 9000 } }, bridges: { br0: { interfaces: [eth1] } } }\n',
  );
  const { steps } = on({ file: own, link }, { state: 'absent' });
  expect(steps).toContainEqual(expect.objectContaining({ label: 'mtu 1500 of eth1' }));
});

describe('a bridge that others lie on', () => {
  const others = { '/etc/netplan/70-br7.yaml': OTHER.replaceAll('eth2', 'br0.5') };
  const trunk = 'network: { version: 2, vlans: { br0.5: { id: 5, link: br0 } } }';
  const netplan = [
    ...Object.entries(others).map(([path, text]) => ({ path, text })),
    { path: '/etc/netplan/71-vlan.yaml', text: trunk },
  ];

  it('is not removed', () => {
    expect(on({ file: fileOf({}), link, netplan }, { state: 'absent' }).plan.failure).toBe(
      'br0.5 of /etc/netplan/71-vlan.yaml lies on br0.\nRemove that first, or take it to another link.',
    );
  });

  it('is, where it is not there', () => {
    expect(on({ file: fileOf({}), link: gone, netplan }, { state: 'absent' }).plan.failure).toBeUndefined();
  });
});

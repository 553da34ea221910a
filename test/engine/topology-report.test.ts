import { expect, it } from 'vitest';
import type { News } from '../../src/engine/announce.ts';
import { HostReporter } from '../../src/engine/host-reporter.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { TopologyReport } from '../../src/engine/topology-report.ts';
import { only, type Probe, ProbeError } from '../../src/plan/probe.ts';
import type { TopologyRead } from '../../src/plan/topology.ts';
import { localHost } from './local-host.ts';

const EMPTY = { networks: [], bridges: [], interfaces: [], orphans: [] };
const bridge: Probe<string> = {
  key: 'bridge',
  ask: { kind: 'script', script: 'echo "$1"', args: ['br7'] },
  parse: (answers) => only(answers).stdout.toString().trim(),
};
const READ: TopologyRead = () => ({
  probes: [bridge],
  of: (read) => {
    const name = read(bridge);
    if (name === 'broken') throw new ProbeError('virsh: not found');
    return { ...EMPTY, bridges: [{ name, ports: [] }] };
  },
});

/** What is reported of the host, and what reports it. */
function reporting(read: TopologyRead | undefined) {
  const news: News[] = [];
  const reporter = new HostReporter('here', (one) => news.push(one));
  const report = new TopologyReport(read, reporter);
  const asked = report.probes([]);
  const said = () => {
    reporter.ended();
    return news.flatMap((one) => (one.type === 'host-evidence' ? [one.evidence] : []));
  };
  return { report, reporter, asked, said };
}

function known(value: string): Observations {
  const observed = new Observations();
  observed.predict(bridge, value);
  return observed;
}

it('what was read with the tasks is reported beside what else the host says', () => {
  const { report, reporter, asked, said } = reporting(READ);
  expect(asked).toEqual([bridge]);
  report.planned(known('br0'));
  reporter.evidence({ unprivileged: true });
  expect(said()).toEqual([
    { topology: { ...EMPTY, bridges: [{ name: 'br0', ports: [] }] }, unprivileged: true },
  ]);
});

it('why it cannot be read is reported; of a host that was not asked nothing is', () => {
  const broken = reporting(READ);
  broken.report.planned(known('broken'));
  expect(broken.said()).toEqual([{ topology: { unread: 'virsh: not found' } }]);
  const unasked = reporting(READ);
  unasked.report.planned(new Observations());
  expect(unasked.said()).toEqual([]);
});

it('a host that was written to is read once more', async () => {
  const { report, said } = reporting(READ);
  report.planned(known('br0'));
  await report.performed(localHost().remote, false);
  expect(said()).toEqual([{ topology: { ...EMPTY, bridges: [{ name: 'br7', ports: [] }] } }]);
});

it('nothing is read where no drawing is made', async () => {
  const { report, asked, said } = reporting(undefined);
  expect(asked).toEqual([]);
  report.planned(known('br0'));
  const { remote } = localHost();
  await remote.close();
  await report.performed(remote, false);
  expect(said()).toEqual([]);
});

import { relative } from 'node:path';
import { quote } from '../../src/plan/quote.ts';
import { lab } from './lab.ts';
import { attach } from './run.ts';

/** One thing that is shown: why, the command exactly as a reader can type it, and the exit code it should have. */
interface Step {
  title: string;
  argv: readonly string[];
  code: number;
}

const LAB = ['npm', 'run', '-s', 'lab', '--'];
const SITE = ['playbooks/site.yaml', '-i', 'inventory', '-i', relative('', lab.paths.inventory)];
const virtfleet = (...words: string[]) => [...LAB, 'exec', '--', 'node', 'dist/cli.js', ...words];
const FORGET = `virsh net-update default delete dns-host '<host ip="192.168.122.10"/>' --live --config`;

const UP: Step = {
  title: 'Boot four hypervisors, two of each Debian release, in network namespaces of this machine',
  argv: [...LAB, 'up', '--hosts', '4'],
  code: 0,
};

const TOUR: readonly Step[] = [
  {
    title: 'The dry run: what would change on each host, and the difference as text',
    argv: virtfleet('run', ...SITE, '--check', '--diff'),
    code: 0,
  },
  { title: 'Roll it out', argv: virtfleet('run', ...SITE), code: 0 },
  { title: 'Once more: nothing differs, so nothing changes', argv: virtfleet('run', ...SITE), code: 0 },
  { title: 'Break one network by hand: hv02 forgets a name', argv: [...LAB, 'ssh', 'hv02', FORGET], code: 0 },
  {
    title: 'The drift, read over connections that cannot write; the exit code is 3',
    argv: virtfleet('drift', ...SITE, '--diff'),
    code: 3,
  },
  { title: 'Repair it', argv: virtfleet('run', ...SITE), code: 0 },
  { title: 'Nothing has drifted any more', argv: virtfleet('drift', ...SITE), code: 0 },
  {
    title: 'All networks of the fleet, which takes no playbook',
    argv: virtfleet('networks', ...SITE.slice(1)),
    code: 0,
  },
];

let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
  });
}

const wasUp = lab.hosts().some(({ running }) => running);
try {
  process.exitCode = await show([UP, ...TOUR]);
} finally {
  await takeDown();
}

/** Shows the steps up to the first that ends otherwise than it should; resolves to the demo's own exit code. */
async function show(steps: readonly Step[]): Promise<number> {
  for (const [index, { title, argv, code }] of steps.entries()) {
    console.log(`\n== ${index + 1}/${steps.length} ${title}\n$ ${quote(argv)}\n`);
    const ended = await attach(argv);
    if (isInterrupted) return 130;
    if (ended !== code) {
      console.error(`\nThe demo stops: this should have ended with ${code}, not with ${ended}.`);
      return 1;
    }
  }
  return 0;
}

/** A fleet that was there before the demo stays. */
async function takeDown(): Promise<void> {
  const down = quote([...LAB, 'down']);
  if (wasUp) {
    console.log(`\nThe fleet was up before and stays. To take it down:\n$ ${down}`);
    return;
  }
  console.log(`\n== Take the fleet down\n$ ${down}`);
  await lab.down();
  console.log(`\nTo try the commands above yourself, boot it again:\n$ ${quote(UP.argv)}`);
}

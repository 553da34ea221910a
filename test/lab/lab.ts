import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { hostsOf, makeDisk } from './disk.ts';
import { takeDown } from './down.ts';
import type { LabHost } from './fleet.ts';
import { addGuest, type Guest, removeGuest } from './guest.ts';
import { boot, cutPower, inOperator, isRunning, runInside, waitReady } from './host.ts';
import { install } from './install.ts';
import { hostLayout, type Layout, layoutOf } from './layout.ts';
import { locked } from './lock.ts';
import { writeOperatorFiles } from './operator.ts';
import { KIND, RELEASES } from './releases.ts';
import { attach, type Finished, LabError, type RunOptions, run } from './run.ts';
import { bringUp, type UpOptions } from './up.ts';
import { setLink } from './wire.ts';

/** What a script run on a host gets besides its text. */
interface ScriptOptions extends Pick<RunOptions, 'stdin' | 'signal'> {
  /** Its $1, $2 and so on. */
  args?: readonly string[];
}

type HostStatus = LabHost & { running: boolean };

/** A fleet in a box: the operator's machine and its hypervisors. */
export interface Lab {
  /** Where the operator's files are. */
  readonly paths: Pick<Layout, 'state' | 'inventory' | 'knownHosts' | 'key' | 'sshConfig'>;
  /** Brings the fleet up or completes it; running hosts are left alone. */
  up(options?: UpOptions): Promise<void>;
  /** Leaves no process, mount, namespace, interface or file, however the lab was started or killed. */
  down(): Promise<void>;
  hosts(): HostStatus[];
  /** Runs a command on the operator's machine. Any exit code is a result. */
  exec(argv: readonly string[], options?: RunOptions): Promise<Finished>;
  /** The command line that runs a command on the operator's machine, for whoever starts it in his own way. */
  command(argv: readonly string[]): readonly string[];
  /** Like `exec`, on the caller's own terminal; the result is the exit code. */
  attach(argv: readonly string[]): Promise<number>;
  /** Runs a shell script as root inside a host, also when its sshd or its link is dead. */
  onHost(name: string, script: string, options?: ScriptOptions): Promise<Finished>;
  /** Installs Debian packages inside a host, and starts nothing. */
  install(name: string, packages: readonly string[]): Promise<void>;
  /** A hard power cut: no process of the host gets to say anything. */
  powerOff(name: string): Promise<void>;
  /** Boots a host from the disk it had and waits until it answers. */
  powerOn(name: string): Promise<void>;
  /** Waits until users can log in to a host over SSH and its libvirt answers them. */
  ready(name: string): Promise<void>;
  /** Gives a host a fresh disk and boots it: nothing of what was done to it is left. */
  renew(name: string): Promise<void>;
  /** Unplugs a host's management link or plugs it in. */
  setLink(name: string, state: 'up' | 'down'): Promise<void>;
  addGuest(host: string, guest: Guest): Promise<void>;
  removeGuest(host: string, name: string): Promise<void>;
}

/** The lab whose state is in `folder`; labs of different folders do not meet. */
export function openLab(folder: string): Lab {
  const layout = () => layoutOf(folder);
  const known = (name: string) => {
    const host = hostsOf(layout()).find((candidate) => candidate.name === name);
    if (!host) throw new LabError(`There is no host ${name} in the lab.`);
    return host;
  };
  const change = (work: () => Promise<void>) => locked(layout(), work);
  return {
    get paths() {
      return layout();
    },
    up: (options = {}) => change(() => bringUp(layout(), options)),
    down: () => change(() => takeDown(layout())),
    hosts: () => hostsOf(layout()).map((host) => ({ ...host, running: isRunning(layout(), host.name) })),
    exec: async (argv, options) => run(inOperator(layout(), argv), options),
    command: (argv) => inOperator(layout(), argv),
    attach: async (argv) => attach(inOperator(layout(), argv)),
    onHost: async (name, script, { args = [], ...options } = {}) =>
      runInside(layout(), known(name).name, ['sh', '-c', script, 'sh', ...args], options),
    install: async (name, packages) => install(layout(), known(name).name, packages),
    powerOff: async (name) => change(() => cutPower(layout(), known(name).name)),
    powerOn: (name) =>
      change(async () => {
        const host = known(name);
        if (!isRunning(layout(), name)) await boot(layout(), host);
        await waitReady(layout(), host);
      }),
    ready: async (name) => waitReady(layout(), known(name)),
    renew: (name) =>
      change(async () => {
        const host = known(name);
        await cutPower(layout(), name);
        rmSync(hostLayout(layout(), name).folder, { recursive: true });
        await makeDisk(layout(), host);
        writeOperatorFiles(layout());
        await boot(layout(), host);
        await waitReady(layout(), host);
      }),
    setLink: async (name, state) => setLink(layout(), known(name).name, state),
    addGuest: async (host, guest) => addGuest(layout(), known(host).name, guest),
    removeGuest: async (host, name) => removeGuest(layout(), known(host).name, name),
  };
}

const checkout = join(import.meta.dirname, '..', '..');

/** Where this checkout's lab has its state. VIRTFLEET_LAB names another folder. */
const home = () => resolve(process.env.VIRTFLEET_LAB || join(checkout, '.lab'));

/** How many files of tests run side by side, each on a fleet of its own: for half of its time a test waits. */
export const FLEETS = Number(process.env.VIRTFLEET_FLEETS || 4);

/** The fleet of whoever types commands. */
export const ownLab = (): Lab => openLab(home());

/** The fleet of a worker of the tests, which boots it anew for each file. */
export const labOfWorker = (worker: string | number): Lab => labBeside(`worker-${worker}`);

/** A lab beside this checkout's, which goes with it. */
export const labBeside = (name: string): Lab => openLab(`${home()}.tests-${name}`);

/** This checkout's lab and all beside it, also those that killed tests left behind. */
export function allLabs(): Lab[] {
  const base = `${basename(home())}.tests-`;
  const beside = readdirSync(dirname(home())).filter((name) => name.startsWith(base));
  return [ownLab(), ...beside.map((name) => openLab(join(dirname(home()), name)))];
}

const worker = process.env.VITEST_POOL_ID;

/** The fleet of who asks: a worker of the tests, or a person. */
export const lab: Lab = worker === undefined ? ownLab() : labOfWorker(worker);

/** Four hosts of the releases that are tested, at least one of each. */
export const upForTests = (fleet: Lab, log?: (line: string) => void) =>
  fleet.up({ hosts: Math.max(4, RELEASES.length), releases: RELEASES, ...KIND, ...(log && { log }) });

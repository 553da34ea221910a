import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareNetworks } from '../../src/libvirt/compare/compare.ts';
import { parseNetwork } from '../../src/libvirt/format/parse.ts';
import { modeOf } from '../../src/libvirt/model/mode.ts';
import { ProblemError } from '../../src/problem.ts';
import { lab } from '../lab/lab.ts';
import type { ConformanceCase } from './ansible.ts';
import type { Desired, Faults } from './lab-driver.ts';

/** The first host of each release. */
type Hosts = Readonly<Record<string, string>>;

interface Definition {
  /** Its folder and file: `networkxml2xmlin/routed-network.xml`. */
  name: string;
  xml: string;
}

/**
 * On a real host of each release, every definition that its libvirt accepts is brought about by Virtfleet: from its
 * XML and from YAML, inactive and, where the host can start it, active. It has to be as a dry run foresaw, a second
 * run must find nothing to do, and its removal leaves nothing.
 */
export async function labCases(dir: string, log: (line: string) => void): Promise<ConformanceCase[]> {
  const wasUp = lab.hosts().some(({ running }) => running);
  await lab.up({ hosts: 2, releases: ['bookworm', 'trixie'], log });
  try {
    return await onHosts(definitionsIn(dir), hostsOfReleases(), log);
  } finally {
    if (!wasUp) await lab.down();
  }
}

function hostsOfReleases(): Hosts {
  const entries = lab.hosts().map(({ release, name }) => [release, name] as const);
  return Object.fromEntries(entries.toReversed());
}

/** Whether a folder, or that of libvirt's in it, has definitions of networks. */
export function hasDefinitions(dir: string): boolean {
  const base = existsSync(join(dir, 'libvirt')) ? join(dir, 'libvirt') : dir;
  return readdirSync(base).some((name) => /^networkxml2/.test(name));
}

/** Each text once; from the folder of all suites, or that of libvirt's. */
function definitionsIn(dir: string): Definition[] {
  const base = existsSync(join(dir, 'libvirt')) ? join(dir, 'libvirt') : dir;
  const folders = readdirSync(base).filter((name) => /^networkxml2/.test(name));
  const all = folders.flatMap((folder) =>
    readdirSync(join(base, folder))
      .filter((name) => /\.xml$/.test(name) && !/\.canonical\.xml$/.test(name))
      .map((name) => ({ name: `${folder}/${name}`, xml: readFileSync(join(base, folder, name), 'utf8') })),
  );
  return [...new Map(all.toReversed().map((each) => [each.xml, each])).values()].toReversed();
}

async function onHosts(
  definitions: readonly Definition[],
  hosts: Hosts,
  log: (line: string) => void,
): Promise<ConformanceCase[]> {
  const bridges = { args: bridgesOf(definitions) };
  const onEach = (script: string) =>
    Promise.all(Object.values(hosts).map((host) => lab.onHost(host, script, bridges)));
  await onEach(EMPTY);
  const answers = await Promise.all(
    Object.entries(hosts).map(
      async ([release, host]) => [host, await asked(definitions, release, host, log)] as const,
    ),
  );
  const desired = definitions.flatMap((definition, index) => {
    const having = (word: string) =>
      answers.filter(([, said]) => said[index]?.includes(word)).map(([host]) => host);
    const [accepting, starting] = [having('accepted'), having('started')];
    const states = { inactive: accepting, ...(starting.length > 0 && { active: starting }) };
    return accepting.length > 0 ? formsOf(definition, states) : [];
  });
  const faults = await drive(desired);
  await onEach(CLEAR);
  return desired.map(({ name }, index) => ({
    name,
    run: () => {
      const found = faults[index] ?? ['was not tried'];
      if (found.length > 0) throw new Error(found.join('\n'));
    },
  }));
}

/** What the libvirt of a host says to each definition. */
async function asked(
  definitions: readonly Definition[],
  release: string,
  host: string,
  log: (line: string) => void,
): Promise<string[]> {
  const said: string[] = [];
  for (const { xml } of definitions) {
    const { stdout } = await lab.onHost(host, ASK, { stdin: xml });
    said.push(isWhole(xml, stdout) ? stdout : 'dropped');
  }
  const count = (word: string) => said.filter((answer) => answer.includes(word)).length;
  log(
    `${release}: of ${definitions.length} definitions libvirt accepts ${count('accepted')} and starts ${count('started')}, and of ${count('dropped')} it drops a part in silence`,
  );
  return said;
}

/** Whether libvirt has kept all that was written; what it drops in silence, Virtfleet refuses. */
function isWhole(xml: string, stdout: string): boolean {
  const [written, stored] = [xml, stdout.replace(/^[^<]*/, '')].map(readable);
  return !written || !stored || compareNetworks(written, stored).length === 0;
}

/** The task from XML, and the same from the elements of YAML. */
function formsOf({ name, xml }: Definition, states: Desired['states']): Desired[] {
  const about = (form: string) => ({ name: `lab/${name} from ${form}`, states });
  const network = readable(xml);
  if (!network) return [{ ...about('xml'), network: { name: 'unreadable', xml } }];
  const { connections: _, ...elements } = network;
  return [
    { ...about('xml'), network: { name: network.name, xml } },
    { ...about('yaml'), network: elements },
  ];
}

function readable(xml: string) {
  try {
    return parseNetwork(xml);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** Bridges of the host that networks name: they have to be there. */
function bridgesOf(definitions: readonly Definition[]): string[] {
  const networks = definitions.flatMap(({ xml }) => readable(xml) ?? []);
  const hosted = networks.filter((network) => modeOf(network) === 'bridge');
  return [...new Set(hosted.flatMap(({ bridge }) => bridge?.name ?? []))];
}

async function drive(desired: readonly Desired[]): Promise<Faults[]> {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  try {
    const path = join(folder, 'cases.json');
    writeFileSync(path, JSON.stringify(desired));
    const program = join(import.meta.dirname, 'lab-driver.ts');
    const { code, stdout, stderr } = await lab.exec([
      'node',
      '--import',
      'tsx',
      program,
      path,
      lab.paths.inventory,
    ]);
    if (code !== 0) throw new Error(stderr);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Faults);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CLEAR = `
for uuid in $(virsh net-list --uuid); do virsh net-destroy $uuid; done
for uuid in $(virsh net-list --all --uuid); do virsh net-undefine $uuid; done
for bridge; do ip link delete "$bridge"; done`;

const EMPTY = `${CLEAR}
for bridge; do ip link add "$bridge" type bridge; done`;

/** Whether libvirt accepts the definition on its input, and starts it. */
const ASK = `
cat >/run/asked.xml
virsh -q net-define /run/asked.xml || exit 0
echo accepted
uuid=$(virsh -q net-list --all --uuid)
virsh -q net-start $uuid >/dev/null && echo started && virsh -q net-destroy $uuid >/dev/null
virsh -q net-dumpxml --inactive $uuid
virsh -q net-undefine $uuid >/dev/null`;

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lab } from '../lab/lab.ts';
import { virtfleet } from '../lab/virtfleet.ts';

/**
 * `node --import tsx test/conformance/adopt.ts FOLDER`: every definition of network XML below a folder that the libvirt
 * of a lab's host accepts, is adopted there, one after the other and in rounds of those that fit beside each other.
 * Drift has to find nothing, and a host that lost it and gets the description has the same definition again.
 */
const [folder = ''] = process.argv.slice(2);
const INVENTORY = ['-i', lab.paths.inventory];

const definitions = [
  ...new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /networkxml2.*\.xml$/.test(path) && !/canonical/.test(path))
      .map((path) => [readFileSync(join(folder, path), 'utf8'), path] as const),
  ),
].map(([xml, path]) => ({
  xml,
  path,
  name: /<name>([^<]*)/.exec(xml)?.[1] ?? '',
  bridge: bridgeOf(xml),
  addresses: addressesOf(xml),
}));

function bridgeOf(xml: string): string {
  return /<bridge[^>]*name=["']([^"']*)/.exec(xml)?.[1] ?? '';
}

function addressesOf(xml: string): string[] {
  return [...xml.matchAll(/<ip[^>]*address=["']([^"']*)[.:]/g)].map(([, net = '']) => net);
}

/** Rounds of definitions that have no name, bridge and address in common: Virtfleet makes no two networks of one subnet. */
const rounds: (typeof definitions)[] = [];
for (const one of definitions) {
  const isFree = (round: typeof definitions) =>
    round.every(
      (other) =>
        other.name !== one.name &&
        (one.bridge === '' || other.bridge !== one.bridge) &&
        !other.addresses.some((net) => one.addresses.includes(net)),
    );
  const round = rounds.find(isFree);
  if (round) round.push(one);
  else rounds.push([one]);
}

const CLEAR = `for name in $(virsh net-list --name); do virsh -q net-destroy "$name"; done
for name in $(virsh net-list --all --name); do virsh -q net-undefine "$name"; done; rm -rf /var/lib/virtfleet`;
const READ = `for name in $(virsh net-list --all --name); do echo "== $name"; virsh net-dumpxml --inactive "$name"; done`;
/** What libvirt makes up where a definition has none. */
const plain = (text: string) => text.replaceAll(/^ *<(?:uuid>|mac address=).*\n/gm, '');

const hosts = lab.hosts().filter(({ running }) => running);
let [accepted, wrong] = [0, 0];
const report = (what: string, text: string) => {
  wrong += 1;
  console.log(`WRONG ${what}\n${text}`);
};
if (hosts.length === 0)
  throw new Error('The lab is not up. Run: npm run lab -- up --releases bookworm,trixie');

async function adoptOn(host: string, round: typeof definitions): Promise<void> {
  const into = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  try {
    await lab.onHost(host, CLEAR);
    const all: string[] = [];
    for (const { xml, path, name } of round) {
      const { code } = await lab.onHost(host, 'printf %s "$1" >/tmp/n.xml; virsh -q net-define /tmp/n.xml', {
        args: [xml],
      });
      if (code === 0) all.push(`${path} (${name})`);
    }
    if (all.length === 0) return;
    accepted += all.length;
    const what = `${host}: ${all.join(', ')}`;
    const before = plain((await lab.onHost(host, READ)).stdout);
    const adopted = await virtfleet('adopt', host, ...INVENTORY, '--into', into);
    if (adopted.code !== 0 || /NOT DESCRIBED/.test(adopted.stdout))
      report(what, adopted.stdout + adopted.stderr);
    const site = join(into, 'site.yaml');
    const drift = await virtfleet('drift', site, ...INVENTORY);
    if (drift.code !== 0) report(`drift of ${what}`, drift.stdout + drift.stderr);
    await lab.onHost(host, CLEAR);
    const run = await virtfleet('run', site, ...INVENTORY);
    const after = plain((await lab.onHost(host, READ)).stdout);
    if (run.code !== 0 || after !== before)
      report(`empty ${what}`, `${run.stdout}${run.stderr}\n${before}\n${after}`);
  } finally {
    rmSync(into, { recursive: true });
  }
}

await Promise.all(
  hosts.map(async ({ name }) => {
    for (const round of rounds) await adoptOn(name, round);
  }),
);
console.log(
  `${accepted} definitions accepted on ${hosts.length} hosts, in ${rounds.length} rounds; ${wrong} wrong`,
);
process.exitCode = wrong > 0 || accepted === 0 ? 1 : 0;

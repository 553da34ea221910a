import type { Lab } from '../../lab/lab.ts';
import type { HostState } from './case.ts';

/** Prints each answer of libvirt behind a line of its kind and name. */
const READ = `
exec 2>&1
for name in $(virsh -rq net-list --all --name); do
  echo "=== network-info $name"; virsh -rq net-info "$name"
  echo "=== network-xml $name"; virsh -rq net-dumpxml --inactive "$name"
  echo "=== network-live $name"; virsh -rq net-dumpxml "$name"
done
for name in $(virsh -rq pool-list --all --name); do
  echo "=== pool-info $name"; virsh -rq pool-info "$name"
  echo "=== pool-xml $name"; virsh -rq pool-dumpxml --inactive "$name"
done
for name in $(virsh -rq list --all --name); do
  echo "=== domain-info $name"; virsh -rq dominfo "$name"
done`;

/** What libvirt has on a host, as a case records it. */
export async function libvirtState(lab: Lab, host: string): Promise<Omit<HostState, 'files' | 'sysctl'>> {
  const { stdout } = await lab.onHost(host, READ);
  const answers = new Map(
    stdout
      .split(/^=== /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
  );
  const names = (kind: string) =>
    [...answers.keys()]
      .filter((key) => key.startsWith(`${kind}-info `))
      .map((key) => key.slice(kind.length + 6));
  const info = (kind: string, name: string) => fields(answers.get(`${kind}-info ${name}`) ?? '');
  const xml = (kind: string, name: string) => normal(answers.get(`${kind} ${name}`) ?? '');
  const all = <T>(kind: string, of: (name: string) => T) =>
    Object.fromEntries(names(kind).map((name) => [name, of(name)]));
  return {
    networks: all('network', (name) => {
      const { active, autostart, persistent } = info('network', name);
      const [stored, live] = [xml('network-xml', name), xml('network-live', name)];
      return {
        active: active === 'yes',
        autostart: autostart === 'yes',
        persistent: persistent === 'yes',
        xml: stored,
        ...(active === 'yes' && live !== stored && { live_xml: live }),
      };
    }),
    pools: all('pool', (name) => {
      const { state, autostart } = info('pool', name);
      return { active: state === 'running', autostart: autostart === 'yes', xml: xml('pool-xml', name) };
    }),
    domains: all('domain', (name) => {
      const { state, autostart, 'max memory': memory, 'cpu(s)': cpus } = info('domain', name);
      return { state, autostart: autostart === 'enable', memory, cpus };
    }),
  };
}

/** The lines `Key: value` that virsh prints, by their keys in lower case. */
function fields(text: string): Partial<Record<string, string>> {
  const pairs = text.split('\n').flatMap((line) => {
    const [, key, value] = /^([^:]+):\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined ? [] : [[key.trim().toLowerCase(), value] as const];
  });
  return Object.fromEntries(pairs);
}

/** Without what differs from host to host: identities and sizes. Virtfleet's ownership record is its own. */
function normal(text: string): string {
  const same = text
    .replaceAll(/<uuid>[^<]*<\/uuid>/g, '<uuid>UUID</uuid>')
    .replaceAll(/^ {2}<mac address='[^']*'\/>/gm, "  <mac address='MAC'/>")
    .replaceAll(/<(capacity|allocation|available)( unit='[^']*')?>[^<]*<\/\1>/g, '<$1>N</$1>')
    .replaceAll(/ connections='[^']*'/g, '')
    .replaceAll(/^ *<metadata>\s*<virtfleet:[\s\S]*?<\/metadata>\n/gm, '');
  return `${same.trim()}\n`;
}

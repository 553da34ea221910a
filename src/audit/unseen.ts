import type { AuditedHost } from './host-model.ts';

/** What an audit can do without, in words, and whether only root sees it. */
const OPTIONAL: readonly (readonly [keyof AuditedHost, string])[] = [
  ['firewall', 'the rules of the firewall, which only root sees (-b)'],
  ['kernel', 'the settings of the kernel'],
  ['listeners', 'who listens on which port (ss)'],
  ['libvirtSettings', 'the settings of libvirt'],
  ['files', 'the rights of files'],
  ['out', 'the ways out of the host'],
  ['dnsmasq', 'other instances of dnsmasq'],
];

/** What could not be seen, each with its hosts: rules that need it said nothing there. */
export function unseenOn(hosts: readonly AuditedHost[]): { what: string; hosts: string[] }[] {
  return OPTIONAL.flatMap(([key, what]) => {
    const names = hosts.filter((host) => host[key] === undefined).map(({ name }) => name);
    return names.length > 0 ? [{ what, hosts: names }] : [];
  });
}

import { can, ELEMENTS } from '../../versions/libvirt.ts';
import { isAtLeast, said, type Version } from '../../versions/version.ts';
import type { Network } from '../model/network.ts';
import type { Rule } from './rule.ts';

const SINCE = Object.entries(ELEMENTS);

export const VERSION_RULES: readonly Rule[] = [
  {
    code: 'needs-newer-libvirt',
    severity: 'error',
    summary: 'An element that the libvirt of the host does not know',
    hint: 'Update libvirt on the host, or take the element away: it would be dropped in silence.',
    find: (network, { version }) =>
      version
        ? SINCE.filter(([, since]) => !isAtLeast(version, since)).flatMap(([path, since]) =>
            placesOf(path.split('.'), network).map((at) => ({
              at,
              detail: `${path} needs libvirt ${said(since)}, the host has ${version.join('.')}`,
            })),
          )
        : [],
  },
  {
    // formatnetwork knows kvm and vfio; the schema has xen since 10.0.
    code: 'driver-needs-newer-libvirt',
    severity: 'error',
    summary: 'A driver that the libvirt of the host does not know',
    hint: 'Take vfio, or update libvirt on the host.',
    find: ({ forward }, { version }) =>
      forward?.driver?.name === 'xen' && !can(version, 'driver xen')
        ? [
            {
              at: ['forward', 'driver', 'name'],
              detail: `xen needs libvirt 10.0, the host has ${version?.join('.')}`,
            },
          ]
        : [],
  },
  {
    code: 'route-without-address',
    severity: 'error',
    summary: 'A default route that the libvirt of the host does not know',
    hint: 'Give the route an address and a prefix.',
    find: ({ route = [] }, { version }) =>
      route.flatMap(({ address, gateway }, index) =>
        address === undefined && !can(version, 'routes without an address')
          ? [{ at: ['route', index], detail: `no address by ${gateway}` }]
          : [],
      ),
  },
];

/** A definition as an older libvirt keeps it, and what it drops. */
export function asKeptBy(
  version: Version | undefined,
  network: Network,
): { kept: Network; dropped: string[] } {
  const unknown = SINCE.filter(([path, since]) => {
    return version && !isAtLeast(version, since) && placesOf(path.split('.'), network).length > 0;
  });
  const kept = structuredClone(network);
  for (const [path] of unknown) for (const at of placesOf(path.split('.'), kept)) take(kept, at);
  return { kept, dropped: unknown.map(([path]) => path) };
}

function take(model: unknown, at: readonly (string | number)[]): void {
  const inner = at.slice(0, -1).reduce((one: unknown, key) => (one as Record<string, unknown>)[key], model);
  delete (inner as Record<string, unknown>)[String(at.at(-1))];
}

/** Where in the model this path has a value, through lists too. */
function placesOf([name, ...rest]: readonly string[], model: unknown): (string | number)[][] {
  if (name === undefined) return model === undefined ? [] : [[]];
  if (Array.isArray(model)) {
    return model.flatMap((each, index) => placesOf([name, ...rest], each).map((at) => [index, ...at]));
  }
  if (typeof model !== 'object' || model === null) return [];
  return placesOf(rest, (model as Record<string, unknown>)[name]).map((at) => [name, ...at]);
}

import { allNetworks, type ListedNetwork } from '../libvirt/all-networks.ts';
import { compareNetworks } from '../libvirt/compare.ts';
import { type GuestTap, guestTaps } from '../libvirt/guests.ts';
import { modeOf } from '../libvirt/mode.ts';
import { subnetsOf } from '../libvirt/subnets.ts';
import { look } from '../look.ts';
import { type NetworkRow, networksJson, networksText } from '../report/networks.ts';
import { formatWarnings } from '../report/problems.ts';
import { defineCommand, oneOf } from './command.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS, requestOf } from './request.ts';

const { inventory, limit, extraVars } = PLAYBOOK_OPTIONS;

export const networks = defineCommand({
  name: 'networks',
  summary: 'List the networks of all hosts and what is odd about them; reads only, needs no root',
  arguments: '[pattern]',
  options: {
    inventory,
    limit,
    extraVars,
    ...HOST_OPTIONS,
    format: oneOf('--format <format>', 'text or json', ['text', 'json']),
  },
  examples: ['virtfleet networks -i inventory', 'virtfleet networks hv01 -i inventory --format json'],
  async run(options, io, pattern = 'all') {
    const request = await requestOf([], { ...options, tags: [], skipTags: [] }, io);
    const { looks, warnings } = await look(
      pattern,
      { networks: allNetworks, taps: guestTaps },
      request,
      io.signal,
    );
    if (warnings.length > 0) io.err(formatWarnings(warnings, io));
    const rows = looks.flatMap((one) =>
      'seen' in one ? one.seen.networks.map((network) => rowOf(one.host, network, one.seen.taps)) : [],
    );
    const unread = looks.flatMap((one) => ('message' in one ? [one] : []));
    io.out(options.format === 'json' ? networksJson(rows, unread) : networksText(rows, unread, io));
    return unread.length > 0 ? 4 : 0;
  },
});

function rowOf(host: string, { name, state }: ListedNetwork, taps: readonly GuestTap[]): NetworkRow {
  const { persistent, live, active, autostart } = state;
  const definition = live ?? persistent ?? { name };
  const bridge = definition.bridge?.name ?? null;
  const guests = taps.filter((tap) => tap.network === name);
  return {
    host,
    network: name,
    mode: modeOf(definition) === 'none' ? 'isolated' : modeOf(definition),
    bridge,
    subnet: subnetsOf(definition),
    active,
    autostart,
    persistent: persistent !== undefined,
    liveDiffers: persistent && live ? compareNetworks(persistent, live).map(({ what }) => what) : [],
    guests,
    guestsOffBridge: active && bridge !== null ? guests.filter((tap) => tap.master !== bridge) : [],
  };
}

import * as z from 'zod';
import type { AddedHost } from '../inventory/host.ts';
import { hostNameFault, nameFault } from '../inventory/host-name.ts';
import { nameList } from './arguments.ts';
import { defineModule } from './module.ts';

const args = z
  .object({
    name: z.string().min(1).describe('Name of the host, or its address; a port may stand behind a colon'),
    groups: nameList.optional().describe('Groups that it joins: a list, or text with commas'),
  })
  .catchall(z.unknown());

/** Source: the action plugin `add_host` of Ansible 2.14. */
export const addHost = defineModule({
  name: 'add_host',
  onlyReads: true,
  summary: 'Add a host to the inventory, for the plays behind it',
  description: [
    'All other arguments are variables of the host. As in Ansible it is done once for all hosts of a play, by the first.',
    'The hosts of a run are known before any of them is contacted: the arguments cannot depend on what a task registers.',
  ].join('\n'),
  example: 'add_host: { name: hv09, groups: [spare], ansible_host: 192.0.2.9 }',
  aliases: { hostname: 'name', host: 'name', groupname: 'groups', group: 'groups' },
  args,
  prepare: ({ name: written, groups = [], ...variables }, { report }): AddedHost => {
    const [, name = written, port] = /^([^:]+|\[.+\]):(\d+)$/.exec(written) ?? [];
    for (const [at, one] of [['name', name] as const, ...groups.map((group) => ['groups', group] as const)]) {
      const detail = at === 'name' ? hostNameFault(one) : nameFault(one);
      if (detail !== undefined)
        report({ code: 'add-host', summary: 'This cannot be a name', detail, at: [at] });
    }
    return { name, groups, variables: { ...(port && { ansible_port: Number(port) }), ...variables } };
  },
  adds: (host) => host,
  observe: () => ({}),
  plan: ({ name, groups, variables }) => ({
    changes: [],
    result: { add_host: { host_name: name, groups, host_vars: variables } },
  }),
});

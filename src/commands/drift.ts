import { defineCommand, flag, oneOf, text } from './command.ts';
import { execute } from './execute.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS, requestOf } from './request.ts';

export const drift = defineCommand({
  name: 'drift',
  summary: 'Check playbooks over connections that cannot write; exit with 3 when something differs',
  arguments: '<playbook...>',
  options: {
    ...PLAYBOOK_OPTIONS,
    diff: flag('-D, --diff', 'show the differences as text'),
    ...HOST_OPTIONS,
    verbose: flag('-v, --verbose', 'show tasks that change nothing, too'),
    expand: flag('--expand', 'show each host on its own where hosts differ in values only'),
    format: oneOf('--format <format>', 'text or json', ['text', 'json']),
    json: text('--json <file>', 'write the JSON document to this file, too'),
  },
  examples: [
    'virtfleet drift playbooks/site.yaml -i inventory',
    'virtfleet drift playbooks/site.yaml -i inventory --format json',
  ],
  async run(options, io, ...playbooks) {
    const request = await requestOf(playbooks, options, io);
    return execute({ ...request, mode: 'drift' }, { ...options, verb: 'drift', exitCode: true }, io);
  },
});

import { defineCommand, flag, oneOf, text } from './command.ts';
import { execute } from './execute.ts';
import { listRun } from './listing.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS, requestOf } from './request.ts';

export const run = defineCommand({
  name: 'run',
  summary: 'Roll playbooks out, or show what would change',
  arguments: '<playbook...>',
  options: {
    ...PLAYBOOK_OPTIONS,
    check: flag('-C, --check', 'change nothing, show what would change'),
    diff: flag('-D, --diff', 'show the differences as text'),
    exitCode: flag('--exit-code', 'with --check: exit with 3 when something differs'),
    partial: flag('--partial', 'write on a host although something else on it is blocked'),
    ...HOST_OPTIONS,
    verbose: flag('-v, --verbose', 'show tasks that change nothing, too'),
    expand: flag('--expand', 'show each host on its own where hosts differ in values only'),
    format: oneOf('--format <format>', 'text or json', ['text', 'json']),
    json: text('--json <file>', 'write the JSON document to this file, too'),
    listHosts: flag('--list-hosts', 'list the hosts of each play and end'),
    listTasks: flag('--list-tasks', 'list the tasks of each play and end'),
    syntaxCheck: flag('--syntax-check', 'find every mistake and end'),
  },
  examples: [
    'virtfleet run playbooks/site.yaml -i inventory --check --diff',
    'virtfleet run playbooks/site.yaml -i inventory -l hv01 -e domain=lab.example',
  ],
  async run(options, io, ...playbooks) {
    const request = await requestOf(playbooks, options, io);
    const listing = options.listHosts || options.listTasks || options.syntaxCheck;
    if (listing) return listRun(request, options, io);
    const mode = options.check ? 'check' : 'apply';
    return execute({ ...request, mode, partial: options.partial }, { ...options, verb: 'run' }, io);
  },
});

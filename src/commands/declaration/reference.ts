import { declare } from './declaration.ts';
import { FORMAT, HISTORY } from './shared-options.ts';

export const modules = declare({
  name: 'modules',
  summary: 'Explain the modules and their arguments',
  arguments: '[name] [argument]',
  offer: 'modules',
  options: {},
  examples: ['virtfleet modules', 'virtfleet modules network', 'virtfleet modules network ip.dhcp'],
});

export const keywords = declare({
  name: 'keywords',
  summary: 'Explain the keys of plays, tasks and handlers',
  details: 'Among them are guard, confirm and disruption.',
  arguments: '[name]',
  offer: 'keys',
  options: {},
  examples: ['virtfleet keywords', 'virtfleet keywords guard', 'virtfleet keywords confirm.ports'],
});

export const functions = declare({
  name: 'functions',
  summary: 'Explain the functions of expressions and templates',
  arguments: '[name]',
  offer: 'functions',
  options: {},
  examples: ['virtfleet functions', 'virtfleet functions host'],
});

export const schema = declare({
  name: 'schema',
  summary: 'Print the JSON schema of a playbook, for editors',
  options: {},
  examples: ['virtfleet schema > playbook.schema.json'],
});

/** The shells that completion exists for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completion = declare({
  name: 'completion',
  summary: 'Print the completion script for bash, zsh or fish',
  arguments: '<shell>',
  offer: SHELLS,
  options: {},
  examples: [
    'virtfleet completion bash > ~/.local/share/bash-completion/completions/virtfleet',
    'virtfleet completion zsh > /usr/local/share/zsh/site-functions/_virtfleet',
    'virtfleet completion fish > ~/.config/fish/completions/virtfleet.fish',
  ],
});

export const selfCheck = declare({
  name: 'self-check',
  summary: 'Check that the controller has what Virtfleet needs',
  details: [
    'It looks at Virtfleet and Node, ssh and its agent, keys and known hosts, the schema of libvirt, the history and the clock,',
    'contacts no host and changes nothing. It exits with 3 if something has to be mended.',
  ].join(' '),
  options: { format: FORMAT, history: HISTORY },
  examples: ['virtfleet self-check', 'virtfleet self-check --format json'],
});

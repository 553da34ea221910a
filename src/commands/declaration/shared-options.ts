import { count, flag, list, oneOf, path, text, words } from './option.ts';

/** Which inventory is read. */
export const INVENTORY = list(
  '-i, --inventory <source>',
  'inventory file or folder, or hosts with a comma; can be repeated; if absent, ANSIBLE_INVENTORY or the inventory of ansible.cfg',
);

/** Where the passwords of ansible-vault come from. */
export const VAULT_OPTIONS = {
  vaultPasswordFiles: list(
    '--vault-password-file <file>',
    'file with the password of ansible-vault, or a program that prints it; if absent, ANSIBLE_VAULT_PASSWORD_FILE or the one of ansible.cfg',
  ),
  vaultIds: list('--vault-id <id@source>', 'the same for values with an id; prompt instead of a file asks'),
  askVaultPass: flag('-J, --ask-vault-pass', 'ask for the password of ansible-vault'),
};

/** Options of every command that selects hosts. */
export const SELECTION_OPTIONS = {
  inventory: INVENTORY,
  limit: text(
    '-l, --limit <pattern>',
    'only these hosts; @FILE has a list of them, @failed, @unreachable, @changed and @not-done are those of the last run, @failed:RUN of another',
  ),
  extraVars: list(
    '-e, --extra-vars <vars>',
    'VAR=VALUE, a JSON map, or @FILE; overrides all other variables',
  ),
  ...VAULT_OPTIONS,
};

/** Options of every command that reads playbooks. */
export const PLAYBOOK_OPTIONS = {
  inventory: SELECTION_OPTIONS.inventory,
  limit: SELECTION_OPTIONS.limit,
  tags: words('-t, --tags <tags>', 'only tasks with one of these tags'),
  skipTags: words('--skip-tags <tags>', 'no tasks with one of these tags'),
  extraVars: SELECTION_OPTIONS.extraVars,
  ...VAULT_OPTIONS,
};

/** Hosts contacted at the same time where neither the command line nor ansible.cfg says. */
export const FORKS = 50;

/** Options of every command that contacts hosts. */
export const HOST_OPTIONS = {
  /** 0 where nothing is said. */
  forks: { ...count('-f, --forks <number>', 'hosts contacted at the same time', FORKS), initial: 0 },
  become: flag('-b, --become', 'become root with sudo'),
  user: text('-u, --user <user>', 'login user, where the inventory names none'),
  privateKey: path('--private-key <file>', 'login key, where the inventory names none'),
  askPass: flag('-k, --ask-pass', 'ask for the password of the SSH login'),
  askBecomePass: flag('-K, --ask-become-pass', 'ask for the password of sudo'),
  acceptNew: flag('--accept-new', 'trust hosts that are in no known_hosts file'),
  connectTimeout: count('-T, --timeout <seconds>', 'seconds to connect', 10),
};

/** What answers in place of the hosts. */
export const SNAPSHOT = path(
  '--snapshot <file>',
  'work from what the fleet answered when this was taken (virtfleet snapshot), and contact no host',
);

/** Who says whether the next wave of a rollout begins. */
export const WAVE_OPTIONS = {
  step: flag('--step', 'ask before each wave but the first'),
  yes: flag('--yes', 'begin every wave without asking'),
};

/** Where runs are kept. */
export const HISTORY = path(
  '--history <where>',
  'FILE, postgres://USER@HOST/DATABASE or none; if absent, virtfleet/history.db in the state folder',
);

/** Reports in files, beside what is printed. */
export const FILE_OPTIONS = {
  json: path('--json <file>', 'also write the JSON document to this file'),
  ndjson: path('--ndjson <file>', 'also write each event to this file while it happens, a line of JSON each'),
  junit: path('--junit <file>', 'also write JUnit XML, for the tests page of a CI'),
  prometheus: path(
    '--prometheus <file>',
    'also write metrics, for the textfile collector of Prometheus; FILE ends in .prom',
  ),
  sarif: path('--sarif <file>', 'also write SARIF 2.1.0, for code scanning'),
  html: path(
    '--html <file>',
    'also write one HTML page for people, with drawings of the networks of each host',
  ),
  markdown: path('--markdown <file>', 'also write Markdown, for the comment of a merge request'),
  summary: path(
    '--summary <file>',
    'also write how it ended and what to do next as short Markdown, for $GITHUB_STEP_SUMMARY',
  ),
};

/** None of them: what is run once more writes over no report. */
export const NO_FILES = Object.fromEntries(
  Object.keys(FILE_OPTIONS).map((name) => [name, undefined]),
) as Readonly<Record<keyof typeof FILE_OPTIONS, undefined>>;

/** How `run` and `drift` report. */
export const REPORT_OPTIONS = {
  diff: flag('-D, --diff', 'show the differences as text'),
  verbose: flag('-v, --verbose', 'also show tasks that change nothing'),
  expand: flag('--expand', 'show each host by itself where hosts differ in values only'),
  format: oneOf('--format <format>', 'what is printed: text, json, ndjson or junit', [
    'text',
    'json',
    'ndjson',
    'junit',
  ]),
  ...FILE_OPTIONS,
  history: HISTORY,
};

/** Who is notified of what changes. */
export const NOTIFY_OPTIONS = {
  notify: list(
    '--notify <url>',
    "POST to this webhook what is new, gone, unreachable or back; @FILE has the URL and headers, '$NAME', in single quotes, is an environment variable with them; can be repeated",
  ),
  notifyCommand: text('--notify-command <command>', 'the same as JSON on the stdin of a shell command'),
};

/** How a command prints what it read. */
export const FORMAT = oneOf('--format <format>', 'text or json', ['text', 'json']);

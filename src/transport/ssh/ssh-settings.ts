/** How ssh would connect to a host: its configuration after Host, Match, Include and arguments. */
export interface SshSettings {
  hostname: string;
  port: number;
  user: string;
  identityFiles: string[];
  /** Agent keys count only when they are in `identityFiles`. */
  identitiesOnly: boolean;
  /** A socket, `SSH_AUTH_SOCK`, `$VARIABLE` or `none`. */
  identityAgent: string;
  knownHostsFiles: string[];
  /** The one of them that new hosts are written to. */
  newHostsFile?: string;
  hashKnownHosts: boolean;
  hostKeyAlias?: string;
  proxyJump?: string;
  /** A socket of connections that the user's ssh processes share. */
  controlPath?: string;
  /** Settings that only the ssh program can follow. */
  beyond: string[];
}

/** Where settings refer to: ssh takes the home from the user database, not from the environment. */
export interface Local {
  home: string;
  user: string;
  uid: number;
  env: Readonly<Record<string, string | undefined>>;
}

/** Reads the output of `ssh -G`. `destination` is what ssh was given as host. */
export function parseSettings(output: string, destination: string, local: Local): SshSettings {
  const values = (key: string) => all.get(key) ?? [];
  const all = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const [, key, value] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (key && value) all.set(key, [...values(key), value]);
  }
  const one = (key: string, otherwise: string) => values(key)[0] ?? otherwise;
  const hostname = one('hostname', destination);
  const port = Number(one('port', '22'));
  const user = one('user', local.user);
  const tokens = {
    '%': '%',
    d: local.home,
    h: hostname,
    i: `${local.uid}`,
    n: destination,
    p: `${port}`,
    r: user,
    u: local.user,
  };
  const expand = (text: string) => expandPath(text, tokens, local);
  const own = splitFiles(one('userknownhostsfile', '')).map(expand);
  const alias = one('hostkeyalias', '');
  const jump = one('proxyjump', 'none');
  const socket = one('controlpath', 'none');
  return {
    hostname,
    port,
    user,
    identityFiles: values('identityfile')
      .filter((file) => file !== 'none')
      .map(expand),
    identitiesOnly: one('identitiesonly', 'no') === 'yes',
    identityAgent: expand(one('identityagent', 'SSH_AUTH_SOCK')),
    knownHostsFiles: [...own, ...splitFiles(one('globalknownhostsfile', '')).map(expand)],
    ...(own[0] ? { newHostsFile: own[0] } : {}),
    hashKnownHosts: one('hashknownhosts', 'no') === 'yes',
    ...(alias ? { hostKeyAlias: expand(alias) } : {}),
    ...(jump !== 'none' ? { proxyJump: jump } : {}),
    ...(socket !== 'none' ? { controlPath: socket } : {}),
    beyond: BEYOND.filter((key) => one(key, 'none') !== 'none'),
  };
}

const BEYOND = ['proxycommand', 'revokedhostkeys'];

/** Paths are separated by spaces and not quoted: a path begins with / or ~. */
function splitFiles(value: string): string[] {
  return value.split(/ (?=[/~])/).filter((file) => file !== '' && file !== 'none' && file !== '/dev/null');
}

/** ssh_config(5), TOKENS and ENVIRONMENT VARIABLES: ssh -G prints them unexpanded where ssh expands them late. */
function expandPath(text: string, tokens: Readonly<Record<string, string>>, { home, env }: Local): string {
  return text
    .replace(/^~(?=\/|$)/, home)
    .replaceAll(/\$\{(\w+)\}|%(.)/g, (whole, name?: string, token?: string) =>
      name ? (env[name] ?? whole) : (tokens[token ?? ''] ?? whole),
    );
}

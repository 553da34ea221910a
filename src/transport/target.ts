import type { Become } from './login.ts';

/** How one host is reached, from its variables (`ansible_connection`, `ansible_host`, …). What is absent, ssh decides. */
export interface Target extends Become {
  /** The name in the inventory. */
  name: string;
  connection: 'ssh' | 'local';
  /** `openssh` runs the ssh program, for what ssh2 cannot do: certificates, FIDO keys, GSSAPI, ProxyCommand. */
  transport?: 'ssh2' | 'openssh';
  /** What ssh is given as destination; the name when absent. */
  address?: string;
  port?: number;
  user?: string;
  identityFile?: string;
  /** More arguments, as for ssh: `-o Key=Value`, `-F file`, `-i file`, `-J host`, `-p port`, `-l user`. */
  sshArgs?: readonly string[];
  /** Over a connection of its own, be there one that ssh shares (`ControlPath` in ssh_config(5)). */
  unshared?: boolean;
}

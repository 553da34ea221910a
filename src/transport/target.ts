import type { Become } from './become.ts';
import type { Secret } from './secret.ts';

/** How to connect to a host, from its variables (`ansible_connection`, `ansible_host`, …). ssh decides absent values. */
export interface Target extends Become {
  /** The name in the inventory. */
  name: string;
  connection: 'ssh' | 'local';
  /** `openssh` runs the ssh program, for features that ssh2 lacks: certificates, FIDO keys, GSSAPI, ProxyCommand. */
  transport?: 'ssh2' | 'openssh';
  /** The destination for ssh; the name if absent. */
  address?: string;
  port?: number;
  user?: string;
  identityFile?: string;
  /** Of the login, used if no key is accepted; the one of the transport if absent. */
  password?: Secret;
  /** More arguments for ssh: `-o Key=Value`, `-F file`, `-i file`, `-J host`, `-p port`, `-l user`. */
  sshArgs?: readonly string[];
  /** Use a new connection, even if ssh shares one (`ControlPath` in ssh_config(5)). */
  unshared?: boolean;
}

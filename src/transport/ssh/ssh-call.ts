import type { Target } from '../target.ts';

/** How ssh would be called: a destination, and the arguments that the inventory adds to the user's configuration. */
export interface SshCall {
  args: readonly string[];
  destination: string;
}

/** In the arguments of a call that gets a connection of its own: ssh_config(5). */
export const ALONE = 'ControlPath=none';

/** The inventory overrides the configuration, as arguments do for ssh. */
export function sshCall(target: Target): SshCall {
  const { user, port, identityFile, sshArgs = [] } = target;
  const args = [
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', `${port}`]),
    // Not -i: ssh would ignore a missing file.
    ...(identityFile === undefined
      ? []
      : ['-o', `IdentityFile="${identityFile.replaceAll(/["\\]/g, '\\$&')}"`]),
    ...(target.unshared ? ['-o', ALONE] : []),
    ...sshArgs,
  ];
  return { args, destination: target.address ?? target.name };
}

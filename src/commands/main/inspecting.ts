import type { Command } from '../command.ts';
import { history } from '../history.ts';
import { inventory } from '../inventory.ts';
import { leases } from '../leases/leases.ts';
import { networks } from '../networks.ts';
import { report } from '../report.ts';
import { selfCheck } from '../self-check/self-check.ts';
import { show } from '../show.ts';

export { runCommand } from '../line.ts';

/** The commands that work without a playbook. */
export const commands: Readonly<Record<string, Command>> = {
  history,
  inventory,
  leases,
  networks,
  report,
  'self-check': selfCheck,
  show,
};

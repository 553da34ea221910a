import { accept } from '../adopt/accept.ts';
import { adopt } from '../adopt/adopt.ts';
import { audit } from '../audit/audit.ts';
import type { Command } from '../command.ts';
import { completion } from '../completion.ts';
import { server, worker } from '../controllers/commands.ts';
import { convert } from '../convert.ts';
import { doctor } from '../doctor/doctor.ts';
import { drift } from '../drift.ts';
import { functions } from '../functions.ts';
import { init } from '../init.ts';
import { keywords } from '../keywords.ts';
import { modules } from '../modules.ts';
import { render } from '../render.ts';
import { rollback } from '../rollback/rollback.ts';
import { apply } from '../saved-plan/apply.ts';
import { plan } from '../saved-plan/plan.ts';
import { schedule } from '../schedule.ts';
import { schema } from '../schema.ts';
import { snapshot } from '../snapshot/snapshot.ts';
import { sudoers } from '../sudoers/sudoers.ts';

export { runCommand } from '../line.ts';

/** The commands that need the playbook language or its modules. */
export const commands: Readonly<Record<string, Command>> = {
  accept,
  adopt,
  apply,
  audit,
  completion,
  convert,
  doctor,
  drift,
  functions,
  init,
  keywords,
  modules,
  plan,
  render,
  rollback,
  schedule,
  schema,
  server,
  snapshot,
  worker,
  sudoers,
};

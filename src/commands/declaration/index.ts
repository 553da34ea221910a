import { accept } from './accept.ts';
import { adopt } from './adopt.ts';
import { apply } from './apply.ts';
import { audit } from './audit.ts';
import { convert } from './convert.ts';
import type { Declaration } from './declaration.ts';
import { doctor } from './doctor.ts';
import { drift } from './drift.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { inventory } from './inventory.ts';
import { leases } from './leases.ts';
import { networks } from './networks.ts';
import { plan } from './plan.ts';
import { completion, functions, keywords, modules, schema, selfCheck } from './reference.ts';
import { render, sudoers } from './render.ts';
import { report } from './report.ts';
import { rollback } from './rollback.ts';
import { run } from './run.ts';
import { schedule, server, worker } from './schedule.ts';
import { show } from './show.ts';
import { snapshot } from './snapshot.ts';

/** Every command, in the order of the overview. */
export const DECLARATIONS: readonly Declaration[] = [
  run,
  rollback,
  plan,
  apply,
  drift,
  audit,
  doctor,
  schedule,
  server,
  worker,
  adopt,
  accept,
  networks,
  show,
  leases,
  snapshot,
  history,
  report,
  render,
  init,
  convert,
  inventory,
  sudoers,
  modules,
  keywords,
  functions,
  schema,
  completion,
  selfCheck,
];

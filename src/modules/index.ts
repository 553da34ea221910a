import { addHost } from './add-host.ts';
import { assert } from './assert.ts';
import { blockinfile } from './blockinfile.ts';
import { bridge } from './bridge.ts';
import { command } from './command.ts';
import { copy } from './copy.ts';
import { debug } from './debug.ts';
import { dnsmasq } from './dnsmasq.ts';
import { fail } from './fail.ts';
import { fetchModule } from './fetch.ts';
import { file } from './file.ts';
import { find } from './find.ts';
import { getUrl } from './get-url.ts';
import { group } from './group.ts';
import { groupBy } from './group-by.ts';
import { guest } from './guest.ts';
import { guestInterface } from './guest-interface.ts';
import { hostname } from './hostname.ts';
import { includeVars } from './include-vars.ts';
import { lineinfile } from './lineinfile.ts';
import { modprobe } from './modprobe.ts';
import type { AnyModule } from './module.ts';
import { network } from './network.ts';
import { packageModule } from './package.ts';
import { pause } from './pause.ts';
import { ping } from './ping.ts';
import { pool } from './pool.ts';
import { reboot } from './reboot.ts';
import { replace } from './replace.ts';
import { script } from './script.ts';
import { service } from './service.ts';
import { serviceFacts } from './service-facts.ts';
import { setFact } from './set-fact.ts';
import { setup } from './setup.ts';
import { shell } from './shell.ts';
import { slurp } from './slurp.ts';
import { stat } from './stat.ts';
import { sysctl } from './sysctl.ts';
import { tempfile } from './tempfile.ts';
import { template } from './template.ts';
import { uri } from './uri.ts';
import { user } from './user.ts';
import { virt } from './virt.ts';
import { virtNet } from './virt-net.ts';
import { virtPool } from './virt-pool.ts';
import { volume } from './volume.ts';
import { waitFor } from './wait-for.ts';
import { waitForConnection } from './wait-for-connection.ts';

/** Every module a playbook can name. A written list: what is not here does not exist. */
export const MODULES: readonly AnyModule[] = [
  network,
  bridge,
  guest,
  guestInterface,
  pool,
  volume,
  virt,
  virtNet,
  virtPool,
  dnsmasq,
  template,
  copy,
  file,
  tempfile,
  lineinfile,
  blockinfile,
  replace,
  fetchModule,
  getUrl,
  command,
  shell,
  script,
  service,
  packageModule,
  user,
  group,
  sysctl,
  modprobe,
  hostname,
  reboot,
  waitFor,
  waitForConnection,
  ping,
  pause,
  uri,
  assert,
  fail,
  setFact,
  includeVars,
  groupBy,
  addHost,
  debug,
  setup,
  serviceFacts,
  stat,
  find,
  slurp,
];

import { assert } from './assert.ts';
import { bridge } from './bridge.ts';
import { command } from './command.ts';
import { debug } from './debug.ts';
import { dnsmasq } from './dnsmasq.ts';
import { file } from './file.ts';
import type { AnyModule } from './module.ts';
import { network } from './network.ts';
import { service } from './service.ts';
import { shell } from './shell.ts';
import { sysctl } from './sysctl.ts';
import { template } from './template.ts';

/** Every module a playbook can name. A written list: what is not here does not exist. */
export const MODULES: readonly AnyModule[] = [
  network,
  bridge,
  dnsmasq,
  template,
  file,
  command,
  shell,
  service,
  sysctl,
  assert,
  debug,
];

import { linkDependencies } from './bridge/kernel/link-dependencies.ts';
import { dnsmasqDependencies } from './dnsmasq/host-dnsmasq.ts';
import { factDependencies } from './host/facts.ts';
import { hostnameDependencies } from './host/hostname.ts';
import { serviceDependencies } from './host/services.ts';
import { guestDependencies } from './libvirt/guest/guest-dependencies.ts';
import { networkDependencies } from './libvirt/network/network-dependencies.ts';
import { poolDependencies } from './libvirt/storage/pool-answers.ts';
import { netplanDependencies } from './netplan/host-files.ts';
import type { Dependency } from './plan/dependency.ts';

/** All probes that follow from others. The engine derives their predictions, whatever module changes the others. */
export const DEPENDENCIES: readonly Dependency[] = [
  ...linkDependencies,
  ...networkDependencies,
  ...guestDependencies,
  ...serviceDependencies,
  ...poolDependencies,
  ...netplanDependencies,
  ...dnsmasqDependencies,
  ...hostnameDependencies,
  ...factDependencies,
];

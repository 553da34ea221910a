import type { Check } from './check.ts';
import {
  hostBridgeIsThere,
  hostBridgeIsUp,
  hostBridgeLeadsOut,
  mtusFit,
  portsForward,
} from './checks/bridges.ts';
import { answersComeBack, bridgePasses, nothingIsDropped, rulesAreInForce } from './checks/firewall.ts';
import {
  agentIsThere,
  cableIsIn,
  deviceLeadsOut,
  guestAnswers,
  guestRuns,
  leaseWasGiven,
  tapIsOnBridge,
  tapIsThere,
  tapIsUp,
} from './checks/guests.ts';
import {
  connectionsFit,
  hostHasDefaultRoute,
  kernelForwards,
  libvirtAnswers,
  listenersAreSeen,
} from './checks/host.ts';
import { hasFreeAddresses, leasesAreTrue, onlyServer, reservationsAreFree } from './checks/leases.ts';
import { dnsmasqAnswers, dnsmasqForwards, nameServersAnswer } from './checks/names.ts';
import {
  bridgeHasAddresses,
  bridgeIsThere,
  bridgeIsUp,
  dnsmasqRuns,
  subnetLeadsToBridge,
} from './checks/parts.ts';
import {
  hearsBroadcasts,
  isNotIsolated,
  macIsItsOwn,
  mtuFits,
  portForwards,
  vlanLeadsOn,
} from './checks/ports.ts';
import { runs } from './checks/start.ts';
import { forwardLinksLeadOut } from './checks/uplink.ts';
import type { BridgeSubject, HostSubject, NetworkSubject, NicSubject } from './subjects.ts';

/** What is asked of each kind of subject: what comes first is looked at first, and what rests on it below it. */
export const HOST: readonly Check<HostSubject>[] = [
  listenersAreSeen,
  { ...libvirtAnswers, below: [kernelForwards, hostHasDefaultRoute, nameServersAnswer, connectionsFit] },
];

export const NETWORK: readonly Check<NetworkSubject>[] = [
  {
    ...runs,
    below: [
      {
        ...bridgeIsThere,
        below: [
          { ...bridgeIsUp, below: [{ ...bridgeHasAddresses, below: [subnetLeadsToBridge] }] },
          { ...dnsmasqRuns, below: [{ ...dnsmasqAnswers, below: [dnsmasqForwards] }] },
          { ...rulesAreInForce, below: [nothingIsDropped] },
          answersComeBack,
          hasFreeAddresses,
          reservationsAreFree,
          leasesAreTrue,
          onlyServer,
        ],
      },
      forwardLinksLeadOut,
    ],
  },
];

export const BRIDGE: readonly Check<BridgeSubject>[] = [
  {
    ...hostBridgeIsThere,
    below: [
      { ...hostBridgeIsUp, below: [{ ...hostBridgeLeadsOut, below: [portsForward] }, mtusFit, bridgePasses] },
    ],
  },
];

export const NIC: readonly Check<NicSubject>[] = [
  {
    ...guestRuns,
    below: [
      deviceLeadsOut,
      {
        ...tapIsThere,
        below: [
          {
            ...tapIsOnBridge,
            below: [
              { ...tapIsUp, below: [portForwards, isNotIsolated, hearsBroadcasts, vlanLeadsOn, mtuFits] },
            ],
          },
          cableIsIn,
        ],
      },
      macIsItsOwn,
      { ...leaseWasGiven, below: [guestAnswers] },
      agentIsThere,
    ],
  },
];

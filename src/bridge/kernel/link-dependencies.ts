import { bridgePorts, withPort } from '../../host/bridge-ports.ts';
import { hostLinks, withLink, withoutLink } from '../../host/host-links.ts';
import { routing } from '../../management/routing.ts';
import { pathWith, sessionPath } from '../../management/session-path.ts';
import { type Dependency, dependency } from '../../plan/dependency.ts';
import { type KernelBridge, kernelBridges, withBridge } from './kernel-bridges.ts';
import type { LinkState } from './link.ts';
import { type MatchedLink, matchedLinks } from './match.ts';
import { carriedAddresses, linkStates } from './probes.ts';
import { routesOf, routingWith } from './routes.ts';

/** What follows from a link of the host. */
export const linkDependencies: readonly Dependency[] = [
  dependency(linkStates, hostLinks, (host, { name, after }) =>
    after.exists ? withLink(host, name, routesOf(name, after)) : withoutLink(host, name),
  ),
  dependency(linkStates, routing, (before, { name, after }) => routingWith(before, name, after)),
  dependency(linkStates, sessionPath, (path, { name, after }) =>
    pathWith(path, name, after.exists ? after : undefined),
  ),
  // The taps of guests are plugged and unplugged by libvirt: a bridge that stays keeps them.
  dependency(linkStates, bridgePorts, (ports, { name, after }) => {
    const isBridge = after.exists && after.bridge !== undefined;
    const left = ports.filter(({ bridge, tap }) => bridge !== name || (isBridge && tap));
    const own = isBridge ? after.ports : [];
    return own.reduce((all, port) => withPort(all, { port, tap: false }, name), left);
  }),
  dependency(linkStates, kernelBridges, (all, { name, after }) =>
    withBridge(all, name, kernelBridgeOf(after)),
  ),
  dependency(linkStates, matchedLinks, (found, { name, after: link }) =>
    link.exists ? found.map((one): MatchedLink => (one.name === name ? { ...one, link } : one)) : found,
  ),
  dependency(carriedAddresses, matchedLinks, (found, { name, after: carries }) =>
    found.map((one): MatchedLink => (one.name === name ? { ...one, carries } : one)),
  ),
];

function kernelBridgeOf(link: LinkState): KernelBridge | undefined {
  if (!link.exists || !link.bridge) return undefined;
  const { up, mtu, bridge, addresses } = link;
  return { up, mtu, stp: bridge.stp, addresses };
}

import { Address4, Address6 } from 'ip-address';

/** A route under netplan's names: netplan-yaml(5). */
export interface DesiredRoute {
  /** `default`, or a network with its prefix. */
  to: string;
  via?: string | undefined;
  metric?: number | undefined;
  table?: number | undefined;
  scope?: 'global' | 'link' | undefined;
  'on-link'?: boolean | undefined;
}

/**
 * The routes as the kernel has them once they are set, in the words of ip-route(8): `10.0.0.0/8 via 10.9.0.2 metric 5`.
 * Without a desired metric the route keeps the one it has: networkd, NetworkManager or the kernel chose it.
 */
export function routesAfter(desired: readonly DesiredRoute[], is: readonly string[]): string[] {
  return desired.map((route) => {
    const text = routeText(route);
    if (route.metric !== undefined) return text;
    return is.find((each) => withoutMetric(each) === withoutMetric(text)) ?? text;
  });
}

/** `main`, which is not said: rtnetlink(7). */
export const MAIN = 254;
/** What the kernel gives a route of IPv6 that has none: IP6_RT_PRIO_USER of Linux. */
const METRIC6 = 1024;

/** A route in the words of ip-route(8), as `routesAfter` has them. */
export function routeText(route: DesiredRoute): string {
  const { to, via, table = MAIN, scope } = route;
  const is6 = (via ?? to).includes(':');
  const metric = metricOf(route);
  return [
    destination(to),
    ...(via === undefined ? [] : [`via ${address(via)}`]),
    ...(table === MAIN ? [] : [`table ${table}`]),
    ...(scope === 'link' && !is6 ? ['scope link'] : []),
    ...(metric === 0 ? [] : [`metric ${metric}`]),
    ...(route['on-link'] ? ['onlink'] : []),
  ].join(' ');
}

/** The metric that the kernel has of a route. */
export function metricOf({ to, via, metric = 0 }: DesiredRoute): number {
  return (via ?? to).includes(':') ? metric || METRIC6 : metric;
}

/** Whether a text of a file is where a route can lead to. */
export function isNetwork(to: string): boolean {
  return to === 'default' || Address4.isValid(to) || Address6.isValid(to);
}

/** A network without host bits; a single host without a prefix. */
function destination(to: string): string {
  if (to === 'default') return to;
  const network = to.includes(':') ? new Address6(to) : new Address4(to);
  if (network.subnetMask === 0) return 'default';
  const start = network.startAddress().correctForm();
  return network.subnetMask === (to.includes(':') ? 128 : 32) ? start : `${start}/${network.subnetMask}`;
}

function address(text: string): string {
  return text.includes(':') ? new Address6(text).correctForm() : text;
}

function withoutMetric(text: string): string {
  return text.replace(/ metric \d+/, '');
}

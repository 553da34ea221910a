import type { Place } from '../problem.ts';
import { BECOME_PASSWORD, CONNECTION_VARIABLES } from './connection.ts';
import type { Variables } from './host.ts';

/** What a play says of how its hosts are reached. */
export interface Way {
  play: string;
  place: Place;
  /** Its keywords, as the variables that win over them. */
  keywords: Variables;
  /** Its variables, which win over the inventory. */
  variables: Variables;
}

/** A way that says something; undefined where a play leaves it to the inventory. */
export function wayOf(way: Way): Way | undefined {
  const names = [...Object.keys(way.variables), ...Object.keys(way.keywords)];
  return names.some((name) => NAMES.has(name)) ? way : undefined;
}

/** The variables of a host as a play has them that reaches it so. Whether as root is decided with its tasks. */
export function onWay(host: Variables, way: Way | undefined): Variables {
  if (!way) return host;
  const ofPlay = Object.entries(way.variables).filter(
    ([name]) => !name.startsWith('ansible_become') || BECOME_PASSWORD.includes(name),
  );
  const own = { ...host, ...Object.fromEntries(ofPlay) };
  const weak = Object.entries(way.keywords).filter(
    ([name]) => !CONNECTION_VARIABLES.some((names) => names.includes(name) && names.some((one) => own[one])),
  );
  return { ...Object.fromEntries(weak), ...own };
}

const NAMES: ReadonlySet<string> = new Set(CONNECTION_VARIABLES.flat());

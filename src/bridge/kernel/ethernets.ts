export interface Match {
  name?: string | undefined;
  macaddress?: string | undefined;
  driver?: readonly string[] | undefined;
}

/** What a task says of single ports, by their names. */
export type Ethernets = Readonly<Record<string, { match?: Match | undefined; mtu?: number | undefined }>>;

/** The MTUs that are said of single ports. */
export function mtusOf(ethernets: Ethernets = {}): Record<string, number> {
  return Object.fromEntries(
    Object.entries(ethernets).flatMap(([name, { mtu }]) => (mtu === undefined ? [] : [[name, mtu]])),
  );
}

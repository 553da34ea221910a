import type { Journal, LogLine } from './readings/journal.ts';

/** A guest that was refused an address, and got none since. */
export interface Refusal {
  mac: string;
  /** `no address available`, `wrong server-ID`, `not using configured address …`. */
  why: string;
  /** The message itself. */
  text: string;
}

/** Seconds: a guest that is refused asks again every few minutes. */
const RECENT = 30 * 60;

const MAC = '(?:[0-9a-f]{2}:){5}[0-9a-f]{2}';
/** `DHCPDISCOVER(virbr0) 52:54:00:00:00:01 no address available`; between the two there may be an address. */
const REFUSED = new RegExp(
  `^DHCP(?:DISCOVER|REQUEST|NAK)\\((?<link>[^)]+)\\) (?:\\S+ )?(?<mac>${MAC}) (?<why>\\D.*)$`,
  'i',
);
const GIVEN = new RegExp(`^DHCPACK\\((?<link>[^)]+)\\) \\S+ (?<mac>${MAC})`, 'i');
/** Why an answer was not given: rfc2131.c of dnsmasq. */
const REASONS =
  /no address|wrong server-ID|wrong network|address in use|address not available|lease not found|address reserved|static lease/;
const CONFIGURED = /^not using configured address (?<ip>\S+) because (?<why>.*)$/;

/** What the dnsmasq of a bridge refused lately. */
export function refusals({ now, lines }: Journal, bridge: string): Refusal[] {
  const open = new Map<string, Refusal>();
  for (const { by, time, text } of lines as readonly LogLine[]) {
    if (by !== 'dnsmasq-dhcp' || now - time > RECENT) continue;
    const { mac: got = '' } = GIVEN.exec(text)?.groups ?? {};
    for (const [key, { mac }] of open) if (got !== '' && mac === got.toLowerCase()) open.delete(key);
    const refused = REFUSED.exec(text)?.groups;
    if (refused?.link === bridge && refused.mac && refused.why && REASONS.test(refused.why)) {
      const mac = refused.mac.toLowerCase();
      open.set(mac, { mac, why: refused.why, text });
    }
    const configured = CONFIGURED.exec(text)?.groups;
    if (configured?.ip) open.set(configured.ip, { mac: '', why: configured.why ?? '', text });
  }
  return [...open.values()];
}

/** Whether a guest asked for an address lately, and what came of it; undefined where it was not heard. */
export function lastHeard({ lines }: Journal, mac: string): LogLine | undefined {
  return lines.findLast(({ by, text }) => by === 'dnsmasq-dhcp' && text.toLowerCase().includes(mac));
}

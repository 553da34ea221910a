import type { Problem } from '../problem.ts';
import type { Waiver } from './waiver-file.ts';

/** Waivers with the hosts that they mean. */
export interface Waivers {
  all: readonly { waiver: Waiver; hosts: ReadonlySet<string> }[];
  /** Those that something was held against. */
  met: Set<Waiver>;
  /** `2027-01-31`. */
  today: string;
}

/** The waiver that lets a host differ so, if there is one that has not expired. */
export function waivedBy(
  { all, met, today }: Waivers,
  { host, resource }: { host: string; resource: string },
  what: string,
): Waiver | undefined {
  const own = all.filter(
    ({ waiver, hosts }) =>
      hosts.has(host) &&
      fits(waiver.resource, resource) &&
      (waiver.what === undefined || fits(waiver.what, what)),
  );
  for (const { waiver } of own) met.add(waiver);
  return own.find(({ waiver }) => waiver.until >= today)?.waiver;
}

/** What is to be said of waivers after a check: those that have expired, and those that met nothing on these hosts. */
export function waiverWarnings({ all, met, today }: Waivers, checked: ReadonlySet<string>): Problem[] {
  return all.flatMap(({ waiver, hosts }): Problem[] => {
    const { resource, what, until, who, reason, place } = waiver;
    const about = `${resource}${what === undefined ? '' : `, ${what}`}`;
    if (met.has(waiver))
      return until >= today
        ? []
        : [
            {
              code: 'waiver-expired',
              summary: 'A waiver has expired, and what it waived counts again',
              detail: `${about}: until ${until}, by ${who}: ${reason}`,
              place,
            },
          ];
    // A check of other hosts says nothing of it.
    if (hosts.size > 0 && [...hosts].every((host) => !checked.has(host))) return [];
    return [
      {
        code: 'waiver-unused',
        summary: waiver.rule === undefined ? 'A waiver matches no difference' : 'A waiver matches no finding',
        detail: `${about}: nothing of it ${waiver.rule === undefined ? 'differs' : 'is found'} on the hosts that were checked.`,
        place,
        hint: `Remove it, or correct its hosts, resource or ${waiver.rule === undefined ? 'what' : 'rule'}.`,
      },
    ];
  });
}

/** A pattern with * for any text. */
function fits(pattern: string, text: string): boolean {
  const words = pattern.split('*').map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${words.join('.*')}$`, 's').test(text);
}

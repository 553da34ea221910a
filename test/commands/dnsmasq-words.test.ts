import { beforeAll, describe, expect, it } from 'vitest';
import { type Mistake, mistakesOf } from './mistakes.ts';

/** Lines of dnsmasq.conf as arguments, and the map that is shown for them. */
const TEXTS: readonly (readonly [argument: string, text: string, form: string])[] = [
  ['dhcp-range', '10.0.0.2,10.0.0.9,12h', '{ start: 10.0.0.100, end: 10.0.0.200, lease: 12h }'],
  ['dhcp-host', '52:54:00:aa:bb:cc,10.0.0.5', '{ mac: "52:54:00:aa:bb:cc", ip: 10.0.0.5, name: web }'],
  ['dhcp-option', 'option:router,10.0.0.1', '{ option: router, value: 10.0.0.1 }'],
  ['dhcp-boot', 'pxelinux.0', '{ file: pxelinux.0, server: 10.0.0.3 }'],
  ['dhcp-match', 'set:ipxe,175', '{ set: efi, option: client-arch, value: 7 }'],
  ['ra-param', 'br0,60', '{ interface: br0, mtu: 1400 }'],
  ['server', '/corp.example/10.0.0.53', '{ address: 10.0.0.53, domain: corp.example }'],
  ['address', '/apps.lab/10.0.0.5', '{ domain: apps.lab, ip: 10.0.0.5 }'],
  ['host-record', 'web.lab,10.0.0.5', '{ name: web.lab, ip: 10.0.0.5 }'],
  ['cname', 'www.lab,web.lab', '{ cname: www.lab, target: web.lab }'],
  ['txt-record', 'lab,text', '{ name: lab.example, text: [v=spf1 -all] }'],
];

const task = (argument: string, text: string) => `dnsmasq: { name: a, interface: b, ${argument}: "${text}" }`;
const listed = (argument: string, text: string) => task(argument, text).replace(/(".*")/, '[$1]');

describe('a line of dnsmasq.conf as an argument is answered with the map', () => {
  let found: ReadonlyMap<string, readonly Mistake[]>;
  beforeAll(async () => {
    found = await mistakesOf(
      TEXTS.flatMap(([argument, text]) => [task(argument, text), listed(argument, text)]),
    );
  });

  it.each(TEXTS)('%s: %s', (argument, text, form) => {
    for (const how of [task, listed]) {
      const mistakes = found.get(how(argument, text)) ?? [];
      expect(mistakes.map(({ underlined }) => underlined)).toEqual([`"${text}"`]);
      expect(mistakes.map((each) => each.text.replaceAll(/\s+/g, ' ')).join()).toContain(
        `expected a map, such as ${form}.`,
      );
    }
  });
});

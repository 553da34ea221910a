import type * as z from 'zod';
import { dnsmasqArguments } from './arguments.ts';
import type { ConfigFile } from './config-file.ts';
import type { Coverage } from './coverage.ts';
import type { Instance } from './instance.ts';
import { plainArguments, plainLines } from './plain-options.ts';
import { plain, type Served } from './served.ts';
import { FOLDER, STATE_FOLDER } from './unit-file.ts';

/** The options of dnsmasq, as they are written. */
export type Options = z.output<z.ZodObject<typeof dnsmasqArguments>> & Readonly<Record<string, unknown>>;

/** What of them is looked at on the host, whoever runs the dnsmasq. */
export interface Checked {
  /** All of it as one file, which is what `dnsmasq --test` can judge. */
  whole: string;
  coverage: Coverage;
}

/** An instance, and what it would serve. */
export type DesiredInstance = { kind: 'instance'; served: Served; uplinkDhcp: boolean } & Checked & Instance;
/** A file for a dnsmasq that somebody else runs; absent, it is as empty as its whole. */
export type DesiredFile = { kind: 'file' } & Checked & ConfigFile;

/** Renders a template with these variables. */
type Render = (template: string, variables: Readonly<Record<string, unknown>>) => string;

const TEMPLATE = 'dnsmasq.conf.hbs';
const UNSET = Object.fromEntries(
  [...Object.keys(dnsmasqArguments), 'dhcp-hostsfile', 'addn-hosts'].map((key) => [key, null]),
);

export function fileOf(
  { path, unit, state }: { path: string; unit: string | undefined; state: string | undefined },
  options: Options,
  render: Render,
): DesiredFile {
  const whole = confOf(options, {}, render);
  return { kind: 'file', path, content: state === 'absent' ? null : whole, unit, whole, coverage: options };
}

export function instanceOf(
  { name, state, uplinkDhcp }: { name: string; state: string | undefined; uplinkDhcp: boolean },
  written: Options,
  render: Render,
): DesiredInstance {
  const options = {
    ...written,
    'dhcp-leasefile': written['dhcp-leasefile'] ?? `${STATE_FOLDER}/${name}.leases`,
    'bind-dynamic': !written['bind-interfaces'],
    // With an interface given, dnsmasq serves lo as well, where others listen: dnsmasq(8), --interface.
    'except-interface': [...written['except-interface'], ...(written.interface.includes('lo') ? [] : ['lo'])],
  };
  const [dhcpHosts, addnHosts] = [`${FOLDER}/${name}.dhcp-hosts`, `${FOLDER}/${name}.hosts`];
  const apart = { 'dhcp-host': [], 'dhcp-hostsfile': dhcpHosts, 'host-record': [], 'addn-hosts': addnHosts };
  return {
    kind: 'instance',
    name,
    state: state === 'stopped' || state === 'absent' ? state : 'running',
    whole: confOf(options, {}, render),
    conf: { path: `${FOLDER}/${name}.conf`, content: confOf(options, apart, render) },
    dhcpHosts: { path: dhcpHosts, content: render('dhcp-hostsfile.dnsmasq.conf.hbs', options) },
    addnHosts: { path: addnHosts, content: render('addn-hosts.dnsmasq.conf.hbs', options) },
    uplinkDhcp,
    coverage: options,
    served: {
      interfaces: written.interface,
      excepts: options['except-interface'],
      addresses: written['listen-address'].map(plain),
      port: written.port ?? 53,
      dhcp: written['dhcp-range'].some(({ mode }) => !mode.includes('proxy')),
    },
  };
}

/** What has a form of its own is written by the template; behind it comes what is written as dnsmasq has it. */
function confOf(options: Options, apart: object, render: Render): string {
  const own = Object.entries(options).filter(([key]) => !Object.hasOwn(plainArguments, key));
  const others = plainLines(options).map((line) => `${line}\n`);
  return [render(TEMPLATE, { ...UNSET, ...Object.fromEntries(own), ...apart }), ...others].join('');
}

import { type Document, parseDocument, type ScalarTag } from 'yaml';
import { memoize } from '../plan/memoize.ts';

/** Words that netplan takes for true and false beside YAML's own; they stay as they are written. */
const YES_NO: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  identify: (value) => typeof value === 'boolean',
  test: /^(?:y|yes|on|true|n|no|off|false)$/i,
  resolve: (text) => /^(?:y|yes|on|true)$/i.test(text),
  stringify: ({ source, value }) => source ?? String(value),
};

/** A file as netplan reads it. */
export function parseNetplan(text: string): Document.Parsed {
  return parseDocument(text, { customTags: (tags) => [YES_NO, ...tags], logLevel: 'error' });
}

/** What such a file says, as plain data; null for one that netplan cannot read. */
export const netplanData = memoize((text: string): unknown => {
  const whole = wholeOf(parseNetplan(text));
  return whole instanceof Error ? null : whole;
});

/** What may stand below `network` (https://netplan.readthedocs.io/en/stable/netplan-yaml/). */
const KEYS = [
  ...['version', 'renderer', 'bonds', 'bridges', 'dummy-devices', 'ethernets', 'modems', 'nm-devices'],
  ...['openvswitch', 'tunnels', 'virtual-ethernets', 'vlans', 'vrfs', 'wifis'],
];

/** Whether netplan reads the file at a path (netplan(5)). */
export function isReadByNetplan(path: string): boolean {
  return /^\/(?:etc|run|lib|usr\/lib)\/netplan\/[^/]+\.yaml$/.test(path);
}

/** Why netplan would take none of a file's text, or undefined. Netplan then takes none of its other files either. */
export function netplanFault(text: string): string | undefined {
  const document = parseNetplan(text);
  const [error] = document.errors;
  if (error) return error.message;
  const whole = wholeOf(document);
  if (whole === null) return undefined;
  if (whole instanceof Error) return whole.message;
  if (typeof whole !== 'object' || Array.isArray(whole)) return 'It is no map with the key `network`.';
  const other = keysOf(whole).find((key) => key !== 'network');
  if (other !== undefined) return `Beside \`network\` it has \`${other}\`.`;
  const { network } = whole as { network?: unknown };
  const unknown = keysOf(network).find((key) => !KEYS.includes(key));
  return unknown === undefined
    ? undefined
    : `Below \`network\` it has \`${unknown}\`; there are ${KEYS.join(', ')}.`;
}

/** What a file says; the error where that is without end, or refers to what is not there. */
function wholeOf(document: Document.Parsed): unknown {
  try {
    return document.toJS() ?? null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/**
 * What is wrong with the file that a template made of a bridge, or undefined: a project's own template may render
 * anything. Whether netplan takes it is for netplan to say, on the host.
 */
export function documentFault(text: string, name: string): string | undefined {
  const document = parseNetplan(text);
  const [error] = document.errors;
  if (error) return error.message;
  if (document.getIn(['network', 'version']) !== 2) return 'It does not say version: 2 below network.';
  if (!document.hasIn(['network', 'bridges', name])) return `It has no network.bridges.${name}.`;
  return undefined;
}

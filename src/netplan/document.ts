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
  return parseDocument(text, { customTags: (tags) => [YES_NO, ...tags] });
}

/** What such a file says, as plain data. */
export const netplanData = memoize((text: string): unknown => parseNetplan(text).toJS());

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

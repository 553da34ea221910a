import { memoize } from '../../plan/memoize.ts';
import { isWellFormedContent, orphanedMetadata } from '../format/metadata.ts';
import type { Element } from '../model/element.ts';
import { network as declaration, type Network } from '../model/network.ts';
import type { Rule, Where } from './rule.ts';

/** Rules about names, identifiers and texts. */
export const NAME_RULES: readonly Rule[] = [
  {
    code: 'name-not-allowed',
    severity: 'error',
    summary: 'A name that no network can have',
    hint: 'Take a name without slash and line break.',
    find: ({ name }) =>
      name === '' || /[/\n]/.test(name) ? [{ at: ['name'], detail: JSON.stringify(name) }] : [],
  },
  {
    code: 'uuid-zero',
    severity: 'error',
    summary: 'A uuid of zeros',
    hint: 'Leave uuid out, so that libvirt makes one: it takes the zeros, and other programs do not.',
    find: ({ uuid = '' }) => (/^[0-]+$/.test(uuid) ? [{ at: ['uuid'], detail: uuid }] : []),
  },
  {
    code: 'bridge-name',
    severity: 'error',
    summary: 'A bridge name that the kernel refuses',
    hint: 'Take at most 15 characters, without blanks and slashes: libvirt takes a longer one and fails to start it.',
    find: ({ bridge }) => {
      const { name } = bridge ?? {};
      if (name === undefined || /^[^\s/:]{1,15}$/.test(name)) return [];
      return [{ at: ['bridge', 'name'], detail: `${JSON.stringify(name)} has ${name.length} characters` }];
    },
  },
  {
    code: 'mtu-range',
    severity: 'error',
    summary: 'An MTU that no bridge can have',
    hint: 'Take 68 to 65535 bytes.',
    find: ({ mtu }) =>
      mtu && (mtu.size < 68 || mtu.size > 65535)
        ? [{ at: ['mtu', 'size'], detail: `${mtu.size} bytes` }]
        : [],
  },
  {
    code: 'line-break',
    severity: 'error',
    summary: 'A line break or tab that libvirt would lose',
    hint: 'Write it on one line, with blanks; only description may have line breaks and tabs.',
    // It goes through all of a definition, which is the same on every host.
    find: memoize((network: Network) => lineBreaks(declaration, network, [])),
  },
  {
    code: 'metadata-namespace',
    severity: 'error',
    summary: 'Metadata that libvirt would drop',
    hint: 'Put everything into elements with a namespace of their own, one element for each namespace.',
    find: ({ metadata }) => {
      const orphan =
        metadata !== undefined && isWellFormedContent(metadata) ? orphanedMetadata(metadata) : undefined;
      return orphan === undefined ? [] : [{ at: ['metadata'], detail: orphan }];
    },
  },
];

/** libvirt writes attributes with their line breaks and tabs as they are; reading them back makes blanks of them. */
function lineBreaks(element: Element, model: unknown, at: Where['at']): Where[] {
  if (element.kind !== 'group') {
    const isLong = at.at(-1) === 'description' || element.kind === 'raw';
    return !isLong && typeof model === 'string' && /[\n\r\t]/.test(model)
      ? [{ at, detail: JSON.stringify(model) }]
      : [];
  }
  return Object.entries(element.fields).flatMap(([name, field]) => {
    const value = (model as Record<string, unknown>)[name];
    if (value === undefined) return [];
    const path = [...at, name];
    if (field.in === 'list')
      return (value as unknown[]).flatMap((each, index) => lineBreaks(field.element, each, [...path, index]));
    if (field.in === 'child') return lineBreaks(field.element, value, path);
    return typeof value === 'string' && /[\n\r\t]/.test(value)
      ? [{ at: path, detail: JSON.stringify(value) }]
      : [];
  });
}

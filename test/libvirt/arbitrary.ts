import fc from 'fast-check';
import * as z from 'zod';
import { networkSchema } from '../../src/libvirt/format/yaml-schema.ts';
import type { Element, Field, Fields } from '../../src/libvirt/model/element.ts';
import { type Network, network } from '../../src/libvirt/model/network.ts';
import type { ValueType } from '../../src/libvirt/model/value.ts';

/** Values of every format; each type of value takes those that its schema admits. */
const SAMPLES = {
  addresses: ['10.0.0.1', '192.168.122.254', '0.0.0.0', 'fd00::1', '2001:db8:ac10:fd01::1:20', '::'],
  macs: ['52:54:00:12:34:56', '00:16:3E:77:E2:ED'],
  duids: ['0:3:0:1:0:16:3e:11:22:33'],
  uuids: ['81ff0d90-c91e-6742-64da-4a736edb9a9b', '81FF0D90C91E674264DA4A736EDB9A9B'],
};
const TEXTS = ['web', 'two words', `<&>"'`, '$(reboot)', 'línea', ' padded ', 'a=b', '{{x}}', '`', '-'];

/** Any network that the declaration allows, derived from it; libvirt would refuse most for their combinations. */
export const anyNetwork: fc.Arbitrary<Network> = ofElement(network).map(
  (input) => networkSchema.parse(input) as Network,
);

function ofElement(element: Element): fc.Arbitrary<unknown> {
  if (element.kind === 'text') return ofValue(element.type);
  if (element.kind === 'raw') return fc.constantFrom('', '<a:b xmlns:a="urn:a" c="1">text<a:d/></a:b>');
  return ofFields(element.fields);
}

function ofFields(fields: Fields): fc.Arbitrary<unknown> {
  const arbitraries: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, field] of Object.entries(fields)) arbitraries[name] = ofField(field);
  const requiredKeys = Object.keys(fields).filter((name) => fields[name]?.required);
  return fc.record(arbitraries, { requiredKeys, noNullPrototype: true });
}

function ofField(field: Field): fc.Arbitrary<unknown> {
  if (field.in === 'attribute') return ofValue(field.type);
  const one = ofElement(field.element);
  return field.in === 'list' ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
}

function ofValue(type: ValueType<unknown>): fc.Arbitrary<unknown> {
  const { type: kind, minimum, maximum, anyOf, ...rest } = z.toJSONSchema(type.schema, { io: 'input' });
  const words = rest.enum ?? anyOf?.flatMap((each) => ('enum' in each ? (each.enum ?? []) : []));
  if (words) return fc.constantFrom(...words);
  if (kind === 'integer') return fc.integer({ min: minimum ?? 0, max: maximum ?? 2 ** 53 });
  const pool = type.schema.safeParse(TEXTS[1]).success ? TEXTS : Object.values(SAMPLES).flat();
  return fc.constantFrom(...pool.filter((sample) => type.schema.safeParse(sample).success));
}

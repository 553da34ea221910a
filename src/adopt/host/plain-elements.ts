import type { Element, Field, Group } from '../../libvirt/model/element.ts';
import { onOff, yesNo } from '../../libvirt/model/value.ts';
import { isValues, type Value, type Values } from '../value.ts';

/** Elements that are written as maps though one value could stand for them: as the documentation has them. */
const AS_MAPS = ['forward', 'bridge', 'domain', 'portgroup', 'dns', 'ip', 'route'];

/** The shorthands of the schema: a single entry for its list, the main value for its map, true for yes. */
export function plainElement(element: Element, model: unknown, name = ''): Value {
  if (element.kind === 'raw') return model as string;
  if (element.kind === 'text') return model as string;
  const { fields, main } = element as Group;
  const entries = Object.entries(model as Record<string, unknown>).map(([key, value]): [string, Value] => {
    const field = fields[key];
    if (!field) throw new Error(`the model has no ${key}`);
    return [key, plainField(field, key, value)];
  });
  const [only] = entries;
  // A map would be taken for the whole.
  const stands = main !== undefined && entries.length === 1 && only?.[0] === main && !isValues(only[1]);
  if (stands && !AS_MAPS.includes(name)) return only[1];
  return withPrefix(Object.fromEntries(entries));
}

/** Lists that mostly have one entry, which is written without the list. */
const ALONE = ['ip', 'range', 'tag', 'interface', 'hostname', 'dnsmasq:option'];

/** The value of an attribute, an element or a list. */
export function plainField(field: Field, key: string, value: unknown): Value {
  if (field.in === 'child') return plainElement(field.element, value, key);
  if (field.in === 'attribute') {
    const isSwitch = field.type === yesNo || field.type === onOff;
    return isSwitch ? value === 'yes' || value === 'on' : (value as Value);
  }
  const all = (value as unknown[]).map((each) => plainElement(field.element, each, key));
  const [only] = all;
  return only !== undefined && all.length === 1 && ALONE.includes(key) ? only : all;
}

/** `address: 10.0.0.1/24` */
function withPrefix({ prefix, ...values }: Values): Values {
  const { address } = values;
  if (prefix === undefined) return values;
  if (typeof address !== 'string' || values.netmask !== undefined) return { ...values, prefix };
  return { ...values, address: `${address}/${prefix}` };
}

import type { Problem } from '../problem.ts';
import type { Builder } from './inventory-builder.ts';
import { MAGIC } from './magic.ts';

/** What is valid but probably not intended. */
export function inventoryFindings(builder: Builder): Problem[] {
  return [...sharedNames(builder), ...spellings(builder), ...reserved(builder), ...nothing(builder)];
}

function sharedNames(builder: Builder): Problem[] {
  const shared = [...builder.groups.keys()].filter((name) => builder.hosts.has(name));
  return shared.map((name) => ({
    code: 'host-and-group',
    summary: 'A host and a group have the same name',
    detail: `In a pattern ${name} means the host only.`,
    ...placeOf(builder, name),
    hint: 'Rename one of the two.',
  }));
}

/** DNS ignores the case of host names, an inventory does not. */
function spellings(builder: Builder): Problem[] {
  const first = new Map<string, string>();
  return [...builder.hosts.keys()].flatMap((name) => {
    const other = first.get(name.toLowerCase());
    first.set(name.toLowerCase(), other ?? name);
    if (other === undefined) return [];
    return {
      code: 'two-spellings',
      summary: 'A host has two spellings',
      detail: `${name} and ${other} are two hosts here, but one name to DNS.`,
      ...placeOf(builder, name),
      hint: 'Spell it the same everywhere.',
    };
  });
}

function reserved({ hosts, groups }: Builder): Problem[] {
  const variables = [...groups.values(), ...hosts.values()].flatMap((owner) => [...owner.variables]);
  const taken = new Map(variables.filter(([name]) => MAGIC.has(name)));
  return [...taken].map(([name, { place }]) => ({
    code: 'reserved-variable',
    summary: 'A variable has a reserved name',
    detail: `${name} is set by Virtfleet from the inventory; this value is ignored.`,
    ...(place && { place }),
    hint: 'Give the variable another name.',
  }));
}

function nothing({ hosts, problems, passedOver }: Builder): Problem[] {
  if (hosts.size > 0 || problems.length > 0) return [];
  const endings =
    passedOver.length > 0
      ? ` In a folder, names that end so are not read, as in Ansible: ${passedOver.join(', ')}.`
      : '';
  const detail = `No source of the inventory names a host.${endings}`;
  return [
    {
      code: 'empty-inventory',
      summary: 'The inventory is empty',
      detail,
      hint: 'Name one that has hosts with -i.',
    },
  ];
}

function placeOf({ hosts }: Builder, name: string) {
  const place = hosts.get(name)?.place;
  return place ? { place } : {};
}

import type { Problem } from '../../problem.ts';
import { didYouMean } from '../../template/suggest.ts';
import { shortName } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import { metaKeywords } from '../keywords.ts';
import type { Meta, MetaAction } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { inherit } from './inherit.ts';
import type { Around, Reading } from './reading.ts';

/** What `meta:` may say. */
export const META_ACTIONS: Readonly<Record<MetaAction, string>> = {
  flush_handlers: 'Runs the handlers notified so far',
  end_host: 'Ends the play for the host',
  end_play: 'Ends the play for all hosts, as soon as its condition holds for one',
  clear_host_errors: 'Has no effect: a host that failed takes no further part',
  noop: 'Does nothing',
};

/** Whether a task steers the play: `meta`, or `flush_handlers: true`. */
export function isMeta(part: Part): boolean {
  return keyOf(part) !== undefined;
}

export function readMeta(part: Part, { inherited }: Around, { findings }: Reading): Meta[] {
  const key = keyOf(part) ?? 'meta';
  const { [key]: written, ...rest } = part.value as Record<string, unknown>;
  const own = part.with({
    ...rest,
    ...(key !== 'flush_handlers' && { meta: written }),
    ...(key === 'flush_handlers' && { flush_handlers: written }),
  });
  findings.try(() => check(metaKeywords, own.value, part, { name: 'meta', sort: 'key' }));
  const action = key === 'flush_handlers' ? key : String(written).trim();
  if (!isAction(action)) {
    findings.add([unknownAction(part.at(key), action)]);
    return [];
  }
  return [{ ...inherit(inherited, part, findings), kind: 'meta', place: part.place, action }];
}

function keyOf(part: Part): string | undefined {
  const keys = Object.keys(part.value as object);
  return keys.find((key) => key === 'flush_handlers' || shortName(key) === 'meta');
}

function isAction(action: string): action is MetaAction {
  return Object.hasOwn(META_ACTIONS, action);
}

/** What Ansible has beside them. */
const OTHERS: Readonly<Record<string, string>> = {
  refresh_inventory: 'The inventory is read once; run again for another one.',
  reset_connection: 'Put a task of the module wait_for_connection there, or begin another play.',
  clear_facts: 'Remove it: facts are read when they are needed.',
  end_batch: 'Use end_host.',
};

function unknownAction(part: Part, action: string): Problem {
  const known = Object.keys(META_ACTIONS);
  return {
    code: 'unknown-meta',
    summary: 'A meta task is not known',
    detail: `\`meta\` has no \`${action}\`; it has ${known.join(', ')}.`,
    place: part.place,
    ...didYouMean(action, known),
    ...(Object.hasOwn(OTHERS, action) && { hint: OTHERS[action] ?? '' }),
  };
}

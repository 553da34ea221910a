import type * as z from 'zod';
import { compileData } from '../../template/interpolation/data.ts';
import { Findings } from '../findings.ts';
import type { taskKeywords } from '../keywords.ts';
import type { TaskBase } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { inherit, readTemplate } from './inherit.ts';
import { readLoop } from './read-loop.ts';
import type { Around, Reading } from './reading.ts';

/** Keywords that were checked; undefined where something is wrong with them. */
type Keys = Partial<z.output<typeof taskKeywords>> | undefined;

/** What tasks and includes have in common, and whether it could be read whole. */
export function readBase(
  part: Part,
  keys: Keys,
  { module, called }: { module: string; called: string },
  { inherited }: Around,
  { ids, findings }: Reading,
): TaskBase & { isWhole: boolean } {
  const texts = new Findings();
  const name = texts.try(() => readName(part.at('name')));
  const own = inherit(inherited, part, texts);
  const loop = keys && texts.try(() => readLoop(part, keys));
  const notify = part
    .at('notify')
    .items()
    .flatMap((one) => (typeof one.value === 'string' ? (texts.try(() => readNotify(one)) ?? []) : []));
  const { value: register } = part.at('register');
  const problems = texts.list();
  findings.add(problems);
  return {
    ...own,
    id: ids.take(name?.text ?? module),
    place: part.place,
    called,
    ...(name && { name }),
    ...(loop && { loop }),
    ...(typeof register === 'string' && { register }),
    notify,
    isWhole: keys !== undefined && problems.length === 0,
  };
}

function readName(part: Part): TaskBase['name'] {
  const text = part.value;
  return typeof text === 'string' ? { text, template: compileData(text, () => part.place) } : undefined;
}

function readNotify(part: Part): TaskBase['notify'][number] {
  return { ...readTemplate(part), text: String(part.value) };
}

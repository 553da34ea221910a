import { Callable } from '../expression/values/callable.ts';
import { Safe, Undefined, ValueFault } from '../expression/values/value.ts';
import type { Frame } from './frame.ts';
import type { Part, StatementOf } from './tree.ts';

/** What a macro needs to run. */
export interface MacroRunner {
  value(part: Part, frame: Frame): unknown;
  write(frame: Frame): string;
}

type Named = Readonly<Record<string, unknown>>;
type Macro = Pick<StatementOf<'macro'>, 'name' | 'parameters'>;

/** A macro as a function; what it writes was checked while it was written, so it is safe. */
export function macroOf(macro: Macro, around: Frame, runner: MacroRunner): Callable {
  return new Callable(macro.name, (list, named) => {
    const frame = around.inner();
    bindArguments(macro, { list, named, frame }, runner);
    return new Safe(runner.write(frame), 'template');
  });
}

/** Binds what a macro is called with, as Jinja does. Throws ValueFault. */
function bindArguments(
  { name, parameters }: Macro,
  { list, named, frame }: { list: readonly unknown[]; named: Named; frame: Frame },
  { value }: MacroRunner,
): void {
  for (const [index, { name: parameter, otherwise }] of parameters.entries()) {
    const isPositional = index < list.length;
    if (isPositional && Object.hasOwn(named, parameter))
      throw new ValueFault(`the macro ${name} is given \`${parameter}\` twice`);
    if (isPositional) frame.set(parameter, list[index]);
    else if (Object.hasOwn(named, parameter)) frame.set(parameter, named[parameter]);
    else if (otherwise) frame.set(parameter, value(otherwise, frame));
    else frame.set(parameter, new Undefined(`the macro ${name} is not given \`${parameter}\``));
  }
  const names = new Set(parameters.map((each) => each.name));
  const { caller, ...more } = named;
  const others = Object.entries(names.has('caller') ? named : more).filter(([key]) => !names.has(key));
  frame.set('varargs', list.slice(parameters.length));
  frame.set('kwargs', Object.fromEntries(others));
  if (!names.has('caller')) frame.set('caller', caller ?? new Undefined(`the macro ${name} has no caller`));
}

import { duration, durationText } from '../../duration.ts';

/** What a shell offers where a word is expected: these words, files, or names that Virtfleet knows. */
export type Offer = readonly string[] | 'files' | 'modules' | 'keys' | 'functions';

/** One option: its flags in commander's notation, and how its text becomes a value. */
export interface Option<T> {
  flags: string;
  help: string;
  initial: T;
  /** For Virtfleet itself: neither help nor completion has it. */
  isHidden?: true;
  /** What completion offers as its value; nothing when absent. */
  offer?: Offer;
  /** `before` is the value so far, for options that may be repeated. */
  read(text: string, before: T): T;
  /** What is typed behind the flag for a value, each time that it is typed; none where nothing has to be. */
  typed(value: T): readonly (readonly string[])[];
}

export type Options = Readonly<Record<string, Option<unknown>>>;

/** The options that people are told of. */
export function shownOptions(options: Options): Option<unknown>[] {
  return Object.values(options).filter(({ isHidden }) => !isHidden);
}

/** The values that a command gets for its options. */
export type Values<O> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** Words on the command line that make no sense. The message is printed after the command's name. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export function flag(flags: string, help: string): Option<boolean> {
  return { flags, help, initial: false, read: () => true, typed: (value) => (value ? [[]] : []) };
}

export function text(flags: string, help: string): Option<string | undefined> {
  const typed = (value: string | undefined) => (value === undefined ? [] : [[value]]);
  return { flags, help, initial: undefined, read: (value) => value, typed };
}

/** An option whose value may be left out: it is true then. */
export function mayHaveText(flags: string, help: string): Option<string | true | undefined> {
  return {
    ...{ flags, help, initial: undefined, read: (value) => value },
    typed: (value) => (value === undefined ? [] : [value === true ? [] : [value]]),
  };
}

/** The path of a file or folder. */
export function path(flags: string, help: string): Option<string | undefined> {
  return { ...text(flags, help), offer: 'files' };
}

/** An option that may be repeated. */
export function list(flags: string, help: string): Option<readonly string[]> {
  const read = (value: string, before: readonly string[]) => [...before, value];
  return { flags, help, initial: [], offer: 'files', read, typed: (all) => all.map((one) => [one]) };
}

/** An option that may be repeated and whose values may be joined with commas, such as tags. */
export function words(flags: string, help: string): Option<readonly string[]> {
  return {
    flags,
    help,
    initial: [],
    read: (value, before) => [...before, ...value.split(',').filter(Boolean)],
    typed: (all) => (all.length > 0 ? [[all.join(',')]] : []),
  };
}

export function count(flags: string, help: string, initial: number): Option<number> {
  const typed = (value: number) => (value === initial || value === 0 ? [] : [[String(value)]]);
  const read = (value: string) => positive(flags, value);
  return { flags, help: `${help} (default ${initial})`, initial, read, typed };
}

/** A length of time, in milliseconds. */
export function time(flags: string, help: string, initial: string): Option<number> {
  const read = (written: string) => {
    const found = duration(written);
    if (found === undefined || found === 0)
      throw new UsageError(`${flags} expects a time such as 90m, 8h or 3d, not "${written}".`);
    return found;
  };
  const typed = (value: number) => (value === read(initial) ? [] : [[durationText(value)]]);
  return { flags, help: `${help} (default ${initial})`, initial: read(initial), read, typed };
}

function positive(flags: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new UsageError(`${flags} expects a number above 0, not "${value}".`);
  return Number(value);
}

/** `text, json or junit`. */
export function alternatives(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ');
}

/** One of a few words; the first is the default. */
export function oneOf<const W extends string>(
  flags: string,
  help: string,
  choices: readonly [W, ...W[]],
): Option<W> {
  const [initial] = choices;
  return {
    flags,
    help: `${help} (default ${initial})`,
    initial,
    offer: choices,
    typed: (value) => (value === initial ? [] : [[value]]),
    read(value) {
      const chosen = choices.find((choice) => choice === value);
      if (chosen === undefined)
        throw new UsageError(`${flags} expects ${alternatives(choices)}, not "${value}".`);
      return chosen;
    },
  };
}

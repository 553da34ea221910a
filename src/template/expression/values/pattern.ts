/** More ways than this to match the same text make a regular expression explode. */
const MOST_WAYS = 100_000;
/** Unbounded repeats side by side cost the length of the text to this power. */
const MOST_REPEATS = 4;

interface Count {
  /** In how many ways the part can match one text, roughly and from above. */
  ways: number;
  /** Unbounded repeats in it. */
  repeats: number;
}

/**
 * Why a regular expression must not be used, or undefined when it is harmless.
 * JavaScript's engine backtracks: a repeat of something that can itself match in several ways takes exponential
 * time. Only what a linear engine could run is allowed (no look-around, no back-references), and among that only
 * what cannot explode.
 */
export function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
  } catch {
    return 'it is no regular expression';
  }
  if (/\(\?(?!:)/.test(pattern)) return 'look-around and named groups are not allowed';
  if (/\\(?:[1-9]|k<)/.test(pattern)) return 'references to a group are not allowed';
  const { ways, repeats } = alternatives(tokens(pattern));
  if (ways > MOST_WAYS) return 'a repeated group repeats or chooses inside, which can take forever';
  if (repeats > MOST_REPEATS) return `more than ${MOST_REPEATS} unbounded repeats can take forever`;
  return undefined;
}

const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|\(\?:|[()|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/g;

function tokens(pattern: string): string[] {
  return (pattern.match(TOKEN) ?? []).toReversed();
}

/** Reads up to the end of the group; `rest` is a stack whose top is the next token. */
function alternatives(rest: string[]): Count {
  const choices: Count[] = [{ ways: 1, repeats: 0 }];
  for (let token = rest.pop(); token !== undefined && token !== ')'; token = rest.pop()) {
    if (token === '|') {
      choices.push({ ways: 1, repeats: 0 });
      continue;
    }
    const inner = token.startsWith('(') ? alternatives(rest) : { ways: 1, repeats: 0 };
    const item = repeated(inner, rest);
    const last = choices.at(-1);
    if (!last) break;
    last.ways *= item.ways;
    last.repeats += item.repeats;
  }
  return {
    ways: choices.reduce((sum, choice) => sum + choice.ways, 0),
    repeats: Math.max(...choices.map((choice) => choice.repeats)),
  };
}

/** What a quantifier, if one follows, makes of an item. */
function repeated(item: Count, rest: string[]): Count {
  const range = quantifier(rest.at(-1));
  if (!range) return item;
  rest.pop();
  const [least, most] = range;
  if (most === Infinity)
    return item.ways > 1 || item.repeats > 0 ? { ways: Infinity, repeats: 1 } : { ways: 1, repeats: 1 };
  const inner = item.repeats > 0 && most > 1 ? Infinity : item.ways;
  return { ways: inner ** most * (most - least + 1), repeats: item.repeats };
}

function quantifier(token: string | undefined): [number, number] | undefined {
  if (token === undefined) return undefined;
  if (/^\*/.test(token)) return [0, Infinity];
  if (/^\+/.test(token)) return [1, Infinity];
  if (/^\?/.test(token)) return [0, 1];
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(token) ?? [];
  if (least === undefined) return undefined;
  if (!comma) return [Number(least), Number(least)];
  return [Number(least), most ? Number(most) : Infinity];
}

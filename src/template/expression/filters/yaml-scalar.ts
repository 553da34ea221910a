/** What the characters of a text allow: PyYAML's `Emitter.analyze_scalar`. */
interface Analysis {
  isMultiline: boolean;
  flowPlain: boolean;
  blockPlain: boolean;
  single: boolean;
}

const BREAK = /[\n\x85\u2028\u2029]/;
const SPACE = /[\0 \t\r\n\x85\u2028\u2029]/;

/** Texts that YAML 1.1 reads as something else when they are plain: PyYAML's `Resolver`. */
const IMPLICIT = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^(?:<<|=|~|null|Null|NULL|)$/,
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
];

function analyse(text: string): Analysis {
  const characters = [...text];
  let [flow, block] = [/^(?:---|\.\.\.)/.test(text), /^(?:---|\.\.\.)/.test(text)];
  let [special, spaceBreak, breakSpace] = [false, false, false];
  let [isAfterSpace, previous] = [true, ''];
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1];
    const isBeforeSpace = next === undefined || SPACE.test(next);
    if (index === 0) {
      if (/[#,[\]{}&*!|>'"%@`]/.test(character)) flow = block = true;
      if (/[?:]/.test(character)) [flow, block] = [true, block || isBeforeSpace];
      if (character === '-' && isBeforeSpace) flow = block = true;
    } else {
      if (/[,?[\]{}]/.test(character)) flow = true;
      if (character === ':') [flow, block] = [true, block || isBeforeSpace];
      if (character === '#' && isAfterSpace) flow = block = true;
    }
    if (!/[\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(character))
      special = true;
    if (character === ' ' && BREAK.test(previous)) breakSpace = true;
    if (BREAK.test(character) && previous === ' ') spaceBreak = true;
    previous = character;
    isAfterSpace = SPACE.test(character);
  }
  const isMultiline = BREAK.test(text);
  const isEdged = /^[ \n\x85\u2028\u2029]|[ \n\x85\u2028\u2029]$/.test(text);
  const noPlain = isEdged || breakSpace || spaceBreak || special || isMultiline;
  return {
    isMultiline,
    flowPlain: text !== '' && !noPlain && !flow,
    blockPlain: !noPlain && !block,
    single: !breakSpace && !spaceBreak && !special,
  };
}

/** How a text is written: plain, in single or in double quotes. */
export function styleOf(text: string, isFlow: boolean, isKey: boolean): '' | "'" | '"' {
  const { isMultiline, flowPlain, blockPlain, single } = analyse(text);
  const isImplicit = IMPLICIT.some((pattern) => pattern.test(text));
  const isKept = isKey && (text === '' || isMultiline);
  if (!isImplicit && !isKept && (isFlow ? flowPlain : blockPlain)) return '';
  return single && !(isKey && isMultiline) ? "'" : '"';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** A character as it stands in double quotes. */
export function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined && !['\xa0'].includes(character)) return `\\${short}`;
  if (/[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(character))
    return character;
  const code = character.codePointAt(0) ?? 0;
  const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code.toString(16).toUpperCase().padStart(Number(width), '0')}`;
}

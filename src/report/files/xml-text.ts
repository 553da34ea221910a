/**
 * A text as the content of an XML element or a quoted attribute. Characters that XML 1.0 does not have
 * (https://www.w3.org/TR/xml/#charsets), such as those that colour a terminal, become escapes: `\x1b`.
 */
export function xmlText(text: string): string {
  return text.replaceAll(SPECIAL, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (/[&<>"'\t\n\r]/.test(character)) return `&#${code};`;
    const hex = code.toString(16);
    return code > 0xff ? `\\u${hex}` : `\\x${hex.padStart(2, '0')}`;
  });
}

const SPECIAL = /[&<>"'\u0000-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

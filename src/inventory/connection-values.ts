import { sortOf } from '../template/values.ts';
import { nameFault } from './host-name.ts';
import { OpenQuote, splitWords } from './ini-words.ts';

/** A resolved value as its type; a fault continues the variable's name. */
export type Reading<T> = (value: unknown) => { value: T } | Fault;

interface Fault {
  fault: string;
  hint?: string;
}

/** Text; a number becomes its digits, because INI cannot quote it. Texts that look like an option are refused. */
export const text: Reading<string> = (value) => {
  const written = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof written !== 'string')
    return { fault: `must be text, and is ${sortOf(value)}`, hint: 'Quote it.' };
  const fault = nameFault(written);
  return fault === undefined
    ? { value: written }
    : { fault: `is refused: ${lowerFirst(fault).replace(/\.$/, '')}` };
};

/** One line, whatever is in it; a number becomes its digits. */
export const password: Reading<string> = (value) => {
  const written = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof written === 'string' && /^[^\r\n\0]+$/.test(written)) return { value: written };
  return { fault: 'must be text of one line', hint: 'Quote it.' };
};

export const address: Reading<string> = (value) => {
  const read = text(value);
  if (!('value' in read) || !/[\s@/]/.test(read.value)) return read;
  return { fault: 'must be a name or an address', hint: 'The user goes into ansible_user.' };
};

export const port: Reading<number> = (value) => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (Number.isInteger(number) && Number(number) >= 1 && Number(number) <= 65_535)
    return { value: Number(number) };
  return { fault: 'must be a number from 1 to 65535' };
};

/** The words that Ansible takes for true and false. */
export const flag: Reading<boolean> = (value) => {
  const word = String(value).toLowerCase();
  if (['true', 'yes', 'on', 'y', 't', '1'].includes(word)) return { value: true };
  if (['false', 'no', 'off', 'n', 'f', '0'].includes(word)) return { value: false };
  return { fault: 'must be true or false' };
};

export const root: Reading<'root'> = (value) => {
  if (value === 'root') return { value };
  return {
    fault: 'must be root: Virtfleet cannot become another user',
    hint: 'Log in as that user with ansible_user, or remove the variable.',
  };
};

/** One word of a list, and what it means. */
export function oneOf<const T extends string>(words: Readonly<Record<string, T>>, usual: T): Reading<T> {
  return (value) => {
    const meant = typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined;
    if (meant !== undefined) return { value: meant };
    const known = [...new Set(Object.values(words))].join(' or ');
    return { fault: `must be ${known}`, hint: `Without it, ${usual} is used.` };
  };
}

/** Source: https://libvirt.org/uri.html. */
export const libvirtUri: Reading<string> = (value) => {
  const read = text(value);
  if (!('value' in read) || /^[a-z][a-z0-9+.-]*:\/\/\S*$/.test(read.value)) return read;
  return { fault: 'must be a URI such as qemu:///system' };
};

export const sshOptions: Reading<string[]> = (value) => {
  if (typeof value !== 'string') return { fault: `must be text, and is ${sortOf(value)}` };
  try {
    return { value: splitWords(value).map((word) => word.text) };
  } catch (error) {
    if (error instanceof OpenQuote) return { fault: 'has a quote that is never closed' };
    throw error;
  }
};

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

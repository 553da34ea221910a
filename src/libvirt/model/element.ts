import type { ValueType } from './value.ts';

/**
 * The words in which the format of network XML is declared, once: from one declaration come the parser, the
 * serialiser, the YAML schema with its documentation, and the comparison. The order in which the fields of a
 * group are declared is the order in which libvirt writes them.
 */
export type Element = Group | TextElement<unknown> | Raw;

/** An element with attributes and children. In the model it is an object, keyed by their names. */
export interface Group<F extends Fields = Fields> {
  kind: 'group';
  fields: F;
  /** Written as `<ip>…</ip>` even when it has no children, as libvirt does. */
  open?: boolean;
  /** The field that a value stands for which is written instead of the whole map: `mtu: 9000`. */
  main?: string;
  /** Turns other shorthands that YAML allows into the form of the model; `text` where one of them is a text. */
  shorthand?: (input: unknown) => unknown;
  text?: true;
}

/** An element that holds nothing but text. In the model it is that value. */
export interface TextElement<T> {
  kind: 'text';
  type: ValueType<T>;
}

/** An element whose content belongs to others and is kept as it is: XML in a string. */
export interface Raw {
  kind: 'raw';
}

export type Fields = Readonly<Record<string, Field>>;
export type Field = Attribute<unknown, boolean> | Child<Element, boolean> | List<Element>;

export interface Attribute<T, R extends boolean> {
  in: 'attribute';
  type: ValueType<T>;
  required: R;
  about: string;
}

export interface Child<E extends Element, R extends boolean> {
  in: 'child';
  element: E;
  required: R;
  about: string;
}

/** An element that may stand several times. In the model it is an array under the element's name. */
export interface List<E extends Element> {
  in: 'list';
  element: E;
  required: false;
  about: string;
}

/** What the model holds for an element. */
export type ModelOf<E> =
  E extends Group<infer F>
    ? GroupModel<F>
    : E extends TextElement<infer T>
      ? T
      : E extends Raw
        ? string
        : never;

export type FieldModel<F> =
  F extends Attribute<infer T, boolean>
    ? T
    : F extends Child<infer E, boolean>
      ? ModelOf<E>
      : F extends List<infer E>
        ? ModelOf<E>[]
        : never;

type GroupModel<F extends Fields> = Flat<
  { [K in keyof F as F[K]['required'] extends true ? K : never]: FieldModel<F[K]> } & {
    [K in keyof F as F[K]['required'] extends true ? never : K]?: FieldModel<F[K]>;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

export function group<F extends Fields>(fields: F, more: Omit<Group, 'kind' | 'fields'> = {}): Group<F> {
  return { kind: 'group', fields, ...more };
}

export function content<T>(type: ValueType<T>): TextElement<T> {
  return { kind: 'text', type };
}

export const raw: Raw = { kind: 'raw' };

export function attribute<T>(type: ValueType<T>, about: string): Attribute<T, false> {
  return { in: 'attribute', type, about, required: false };
}

export function child<E extends Element>(element: E, about: string): Child<E, false> {
  return { in: 'child', element, about, required: false };
}

export function list<E extends Element>(element: E, about: string): List<E> {
  return { in: 'list', element, about, required: false };
}

/** The same field, but libvirt insists on it. */
export function required<F extends Attribute<unknown, false> | Child<Element, false>>(
  field: F,
): Omit<F, 'required'> & { required: true } {
  return { ...field, required: true };
}

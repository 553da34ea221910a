import { isScalar, type YAMLMap } from 'yaml';
import { Expression, type Value } from '../adopt/value.ts';
import { addKey, removeValue, replaceValue, textBelow } from './edits.ts';
import type { Scope } from './scope.ts';
import { nodeAt, type Source, type Spot } from './source.ts';

/** What a variable is for a host that does not have what the others have. */
const NOTHING = new Expression('{{ omit }}');

/** Puts the value of a host where it is described; undefined takes it away. Others that are described there keep theirs. */
export function put(spot: Spot, value: Value | undefined, path: readonly string[], scope: Scope): void {
  const node = nodeAt(spot);
  const expression = isScalar(node) && String(node.value).includes('{{') ? String(node.value) : undefined;
  const variable = VARIABLE.exec(expression ?? '')?.[1];
  if (variable !== undefined) scope.override(variable, value ?? NOTHING);
  else if (!scope.isOwn) putBeside(spot, { value, expression }, path, scope);
  else if (value === undefined) removeValue(spot);
  else replaceValue(spot, value);
}

/** Makes a variable of what several hosts have, of which this one has its own. */
function putBeside(
  spot: Spot,
  { value, expression }: { value: Value | undefined; expression: string | undefined },
  path: readonly string[],
  scope: Scope,
): void {
  const node = nodeAt(spot);
  const inner = expression === undefined ? undefined : WHOLE.exec(expression)?.[1]?.trim();
  if (expression !== undefined && inner === undefined) {
    scope.refuse(`${path.join('.')} is written for several hosts as ${expression}`);
    return;
  }
  const name = scope.name(path);
  const others = inner ?? (isScalar(node) ? literalText(node.value) : undefined);
  if (others === undefined) scope.share(name, textBelow(spot));
  replaceValue(
    spot,
    new Expression(others === undefined ? `{{ ${name} }}` : `{{ ${name} | default(${others}) }}`),
  );
  scope.override(name, value ?? NOTHING);
}

/** The same for what is not written yet. */
export function putNew(
  { source, map }: { source: Source; map: YAMLMap },
  [key, value]: readonly [string, Value],
  path: readonly string[],
  scope: Scope,
): void {
  if (scope.isOwn) {
    addKey(source, map, key, value);
    return;
  }
  const name = scope.name(path);
  addKey(source, map, key, new Expression(`{{ ${name} | default(omit) }}`));
  scope.override(name, value);
}

/** A variable that somebody sets, with its name: no word of the language, and nothing that is told by itself. */
export const VARIABLE =
  /^\{\{\s*(?!(?:[Tt]rue|[Ff]alse|[Nn]one|null|omit|inventory_\w+|groups|group_names|hostvars)\b)([A-Za-z_]\w*)\s*(?:\|\s*default\(.*\)\s*)?\}\}$/;
const WHOLE = /^\{\{((?:(?!\}\}).)*)\}\}$/;

function literalText(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  return value === null ? 'omit' : String(value);
}

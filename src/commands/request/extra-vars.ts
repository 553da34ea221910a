import { readFileSync } from 'node:fs';
import { variableAt } from '../../inventory/variable-at.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Variable } from '../../template/interpolation/variable.ts';
import { isMap } from '../../template/values.ts';
import { VAULT_HEADER, vaultKeys } from '../../yaml/vault.ts';
import { readYaml } from '../../yaml/yaml.ts';

/**
 * The variables of `-e`: `VAR=VALUE` (a string), a JSON or YAML map, or `@FILE` with one. Later ones win.
 * Throws ProblemError with all that cannot be read.
 */
export function extraVars(words: readonly string[]): Record<string, Variable> {
  const problems: Problem[] = [];
  const variables: Record<string, Variable> = {};
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? [];
    if (name !== undefined) variables[name] = { value };
    else Object.assign(variables, fromMap(word, problems));
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return variables;
}

function fromMap(word: string, problems: Problem[]): Record<string, Variable> {
  const file = word.startsWith('@') ? word.slice(1) : '-e';
  let text = word;
  try {
    if (word.startsWith('@')) text = readFileSync(file, 'utf8');
    if (text.startsWith(VAULT_HEADER)) text = vaultKeys.open(text) ?? text;
  } catch (error) {
    problems.push(unreadable(error instanceof Error ? error.message : String(error)));
    return {};
  }
  const yaml = readYaml(text, file, 'ansible');
  problems.push(...yaml.problems);
  if (yaml.problems.length > 0) return {};
  if (!isMap(yaml.value)) {
    problems.push(unreadable(`${word} is not a map of variables.`));
    return {};
  }
  return Object.fromEntries(
    Object.entries(yaml.value).map(([name, value]) => [name, variableAt(yaml, [name], value)]),
  );
}

function unreadable(detail: string): Problem {
  return {
    code: 'bad-extra-vars',
    summary: 'Extra variables cannot be read',
    detail,
    hint: 'Write -e NAME=VALUE, or -e @FILE for a YAML or JSON file with a map.',
  };
}

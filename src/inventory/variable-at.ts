import { type Place, type Problem, ProblemError } from '../problem.ts';
import type { Path } from '../template/interpolation/data.ts';
import type { Variable } from '../template/interpolation/variable.ts';
import { isMap } from '../template/values.ts';
import { VaultedText } from '../yaml/tags.ts';
import type { YamlFile } from '../yaml/yaml.ts';

/**
 * A variable whose value is at `path` of a YAML file, and whose parts know their places. A variable with an
 * encrypted value can be listed but not used: reading its value throws ProblemError.
 */
export function variableAt(yaml: YamlFile, path: Path, written: unknown): Variable {
  const isVaulted = holdsVault(written);
  return {
    ...(isVaulted && { written }),
    get value() {
      if (isVaulted) throw new ProblemError([vaulted(yaml.placeOf(path))]);
      return written;
    },
    get place() {
      return yaml.placeOf(path);
    },
    placeOf: (below) => yaml.placeOf([...path, ...below]),
  };
}

/** The value as it was written, for lists. */
export function writtenValue(variable: Variable): unknown {
  return 'written' in variable ? variable.written : variable.value;
}

function vaulted(place: Place): Problem {
  return {
    code: 'vaulted-value',
    summary: 'An encrypted value cannot be read',
    detail: 'It was encrypted by ansible-vault, which Virtfleet cannot decrypt yet.',
    place,
    hint: 'Set the variable in another way, such as -e NAME=VALUE.',
  };
}

function holdsVault(value: unknown): boolean {
  if (value instanceof VaultedText) return true;
  return (Array.isArray(value) || isMap(value)) && Object.values(value).some(holdsVault);
}

import { hiddenTexts } from '../hidden-texts.ts';
import { type Place, type Problem, ProblemError } from '../problem.ts';
import type { Path } from '../template/interpolation/data.ts';
import type { Variable } from '../template/interpolation/variable.ts';
import { isMap } from '../template/values.ts';
import { VaultedText } from '../yaml/tags.ts';
import { vaultKeys } from '../yaml/vault.ts';
import type { YamlFile } from '../yaml/yaml.ts';

/**
 * A variable whose value is at `path` of a YAML file, and whose parts know their places. A variable with an
 * encrypted value can be listed without its password; reading its value then throws ProblemError.
 */
export function variableAt(yaml: YamlFile, path: Path, written: unknown): Variable {
  const isVaulted = holdsVault(written);
  return {
    ...(isVaulted && { written }),
    get value() {
      return isVaulted ? opened(written, () => yaml.placeOf(path)) : written;
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

/** The value with all that is encrypted in it as it was. Throws ProblemError. */
function opened(value: unknown, place: () => Place): unknown {
  if (value instanceof VaultedText) {
    const text = vaultKeys.open(value.ciphertext);
    if (text === undefined) throw new ProblemError([vaulted(place())]);
    hiddenTexts.open(text);
    return text;
  }
  if (Array.isArray(value)) return value.map((one) => opened(one, place));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, opened(one, place)]));
}

function vaulted(place: Place): Problem {
  return {
    code: 'vaulted-value',
    summary: 'An encrypted value cannot be read',
    detail: vaultKeys.isEmpty
      ? 'It was encrypted by ansible-vault.'
      : 'None of the given passwords of ansible-vault decrypts it.',
    place,
    hint: 'Give its password with --vault-password-file FILE, or with -J to be asked.',
  };
}

function holdsVault(value: unknown): boolean {
  if (value instanceof VaultedText) return true;
  return (Array.isArray(value) || isMap(value)) && Object.values(value).some(holdsVault);
}

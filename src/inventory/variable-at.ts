import type { Path } from '../template/data.ts';
import type { Variable } from '../template/variable.ts';
import type { YamlFile } from './yaml.ts';

/** A variable whose value stands at `path` of a YAML file, and whose parts know their places. */
export function variableAt(yaml: YamlFile, path: Path, value: unknown): Variable {
  return {
    value,
    get place() {
      return yaml.placeOf(path);
    },
    placeOf: (below) => yaml.placeOf([...path, ...below]),
  };
}

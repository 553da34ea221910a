import { isMap } from '../../template/values.ts';
import { readYaml, type YamlFile } from '../../yaml/yaml.ts';
import { Builder } from '../inventory-builder.ts';
import { readIniInventory } from './ini.ts';

/**
 * The file as YAML (JSON is YAML too), or undefined where it is INI. The format is found by trying, as Ansible does: YAML first,
 * except of *.ini. A file that is neither is read as the format it resembles, so that its mistakes are those of the format
 * that the user meant.
 * Source: `INVENTORY_ENABLED` of Ansible 2.14, and `verify_file` of its plugins `yaml` and `ini`.
 */
export function asYaml(text: string, path: string): YamlFile | undefined {
  const first = /^(?!\s*[#;]|\s*$).*$/m.exec(text)?.[0].trim() ?? '';
  const isNamedYaml = /\.(?:ya?ml|json)$/.test(path);
  if (path.endsWith('.ini') || (!isNamedYaml && CANNOT_BE_YAML.test(first))) return undefined;
  const yaml = readYaml(text, path, 'ansible');
  if (isGroups(yaml.value)) return yaml;
  if (isIni(text, path)) return undefined;
  return isNamedYaml || LOOKS_LIKE_YAML.test(first) ? yaml : undefined;
}

/** A list, or a text without a colon, is no map of groups. So the much slower YAML is not tried. */
const CANNOT_BE_YAML = /^\[[^\]]*\](?!\s*:)|^[^:{?%"'&!-][^:]*$/;

/** For what neither reads. */
const LOOKS_LIKE_YAML = /^(?:---|%YAML|\{|- |("|')?[^\s"'=[\]]+\1:(?:\s|$))/;

/** One line of INI that has `: ` in a quoted value is a map to YAML, but its value is none. */
function isGroups(value: unknown): boolean {
  return isMap(value) && Object.values(value).every((group) => group === null || typeof group === 'object');
}

function isIni(text: string, path: string): boolean {
  const builder = new Builder();
  readIniInventory(text, path, builder);
  return builder.problems.length === 0;
}

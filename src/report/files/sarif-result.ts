import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Place } from '../../problem.ts';

/** What a document of SARIF has beside its schema. */
export interface SarifRun {
  /** The version of Virtfleet. */
  virtfleet: string;
  rules: readonly { id: string }[];
  automationDetails: object;
  invocation: object;
  results: readonly object[];
}

/** A document of SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function sarifText({ virtfleet, rules, automationDetails, invocation, results }: SarifRun): string {
  const driver = { name: 'virtfleet', version: virtfleet, rules };
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, automationDetails, invocations: [invocation], results }],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** What one result says. */
export interface Said {
  rule: string;
  level: 'error' | 'warning' | 'note';
  host: string;
  resource: string;
  text: string;
  place: Place | undefined;
  /** What is the same from run to run. */
  identity: readonly string[];
}

/** A result at its place, with what it is known again by. */
export function resultOf({ rule, level, host, resource, text, place, identity }: Said) {
  const digest = createHash('sha256').update(JSON.stringify([rule, ...identity]));
  return {
    ruleId: rule,
    level,
    message: { text: plain(text) },
    locations: [
      {
        ...(place && { physicalLocation: physical(place) }),
        logicalLocations: [{ name: resource, fullyQualifiedName: `${host}/${resource}`, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'virtfleet/v1': digest.digest('hex') },
  };
}

/** Text of a host is no link: `[text](target)` is one in SARIF, also in plain text. */
function plain(text: string): string {
  return text.replaceAll('](', '] (').replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

/** Relative paths stay relative: GitHub finds the file in the repository. */
function physical({ file, line, column }: Place) {
  const uri = isAbsolute(file) ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/');
  return { artifactLocation: { uri }, region: { startLine: line, startColumn: column } };
}

/** The schema of OASIS for SARIF 2.1.0. */
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

// The pattern of a language has a bracket too much, which is an error with the flag u only.
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);

/** Whether data is SARIF; `errors` of it has what is wrong. */
export const isSarif = ajv.compile(schema);

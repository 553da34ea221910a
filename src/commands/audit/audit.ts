import { dirname, join } from 'node:path';
import { readPolicies } from '../../audit/policies/policy-file.ts';
import { RULES } from '../../audit/rules/index.ts';
import { defineCommand, INTERRUPTED } from '../command.ts';
import { audit as declaration } from '../declaration/audit.ts';
import { requestOf } from '../request/request.ts';
import { auditFleet } from './audit-fleet.ts';
import { AuditFiles, publishAudit } from './publish-audit.ts';
import { reportTests } from './report-tests.ts';

/** Beside the playbook; without one in the folder in which Virtfleet was started. */
const POLICIES = 'policies.yaml';

export const audit = defineCommand(declaration, async (options, io, ...playbooks) => {
  const folder = dirname(playbooks[0] ?? '.');
  const taken = RULES.map(({ id }) => id);
  const policies = readPolicies(join(folder, POLICIES), taken);
  if (options.test) return reportTests(policies, join(folder, POLICIES), io);
  const files = new AuditFiles(options);
  const request = await requestOf(playbooks, options, io);
  const { bugs, ...audited } = await auditFleet(request, { folder, policies, ...options }, io);
  await publishAudit(audited, files, options, io);
  for (const bug of bugs) throw bug;
  return io.signal.aborted ? INTERRUPTED : audited.report.exitCode;
});

import { expect, it } from 'vitest';
import { Complaints, sayingOn } from '../../../src/commands/controllers/complaints.ts';
import { listening, project } from '../project.ts';

it('what others wrote into a queue is one harmless line of the log', () => {
  const said: string[] = [];
  const { io } = listening({ folder: project({}) });
  const complaints = new Complaints(sayingOn({ ...io, out: (text) => said.push(text) }));
  complaints.about('the queue', new Error('"\x1b[2J\n2026-01-01 all is well" is not valid JSON'));
  expect(said).toEqual([expect.stringMatching(/^\S+ the queue: "\\x1b\[2J\\n2026-01-01 .*JSON\n$/)]);
});

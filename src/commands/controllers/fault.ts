import { hiddenTexts } from '../../hidden-texts.ts';

/** Why files of a project cannot be used: a line without secrets, since it goes into the database. */
export function faultOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return hiddenTexts.conceal(said.split('\n')[0] ?? '');
}

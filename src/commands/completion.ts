import { MODULES } from '../modules/index.ts';
import { didYouMean } from '../template/suggest.ts';
import { defineCommand } from './command.ts';
import { DECLARATIONS } from './declaration/index.ts';
import { type Offer, UsageError } from './declaration/option.ts';
import { completion as declaration, SHELLS } from './declaration/reference.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { keywordNames } from './keywords.ts';
import { bashCompletion } from './pages/bash-completion.ts';
import { completed } from './pages/completed.ts';
import { fishCompletion } from './pages/fish-completion.ts';
import { zshCompletion } from './pages/zsh-completion.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const completion = defineCommand(declaration, async (_options, io, shell = '') => {
  const known = SHELLS.find((one) => one === shell);
  if (known === undefined) {
    const { hint = `There is one for ${SHELLS.join(', ')}.` } = didYouMean(shell, SHELLS);
    throw new UsageError(`there is no completion for ${shell}. ${hint}`);
  }
  io.out(SCRIPTS[known](DECLARATIONS.map((one) => completed(one, wordsOf))));
  return 0;
});

/** The words that a script offers; `files` are those of the user's folder. */
function wordsOf(offer: Offer): readonly string[] | 'files' {
  if (offer === 'modules') return MODULES.map(({ name }) => name);
  if (offer === 'keys') return [...new Set(keywordNames())];
  return offer === 'functions' ? [...FUNCTION_NAMES] : offer;
}

import type { Target } from '../target.ts';
import { HOSTS } from './hosts.ts';
import { KEPT } from './kept.ts';
import { SSH } from './ssh.ts';
import { TEMPLATES } from './templates.ts';
import { WRITTEN } from './written.ts';

export const TARGETS: readonly Target[] = [...WRITTEN, ...TEMPLATES, ...HOSTS, ...KEPT, ...SSH];

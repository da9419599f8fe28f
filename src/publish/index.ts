import { pages } from './pages.js';
import type { Output } from './view.js';

/** Everything that is published, in no order that matters. */
export const outputs: readonly Output[] = [pages];

import { streamPath } from '../site/paths.js';
import type { StreamSummary } from '../site/view.js';
import type { Speech } from '../words/speech.js';
import type { LinkTo } from './page.js';
import { html, type Piece, type Raw } from './template.js';

/** A name and how many posts it stands for, with dots between them. */
export interface Leader {
  readonly name: Piece;
  readonly address: string;
  readonly count: number;
}

/** A list of names and counts; `bdi` because names of sources are of any language. */
export const leaders = ({ figure }: Speech, list: readonly Leader[], classes = 'leaders'): Raw =>
  html`<ul class="${classes}">${list.map(
    ({ name, address, count }) =>
      html`<li><a href="${address}"><bdi>${name}</bdi></a> <span class="n">${figure(count)}</span></li>`,
  )}</ul>`;

/** A tag as a line of a list. */
export const tagLeader = ({ slug, title, count }: StreamSummary, to: LinkTo): Leader => ({
  name: title,
  address: to(streamPath({ kind: 'tag', slug })),
  count,
});

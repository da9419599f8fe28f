import type { Site } from '../../config/config.js';
import type { Instant } from '../../model/values.js';
import { counted, figure } from '../../model/words.js';
import type { Theme } from '../site/theme.js';
import { contentSecurityPolicy } from './csp.js';
import { html, type Raw } from './template.js';

/** How far the first pass over a site has come. */
export interface Beginning {
  /** Null where no pass is being made. */
  readonly stage: 'prepare' | 'poll' | 'retain' | 'publish' | null;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** The sources that were asked last, the last one first. */
  readonly latest: readonly { readonly title: string; readonly failed: boolean }[];
  readonly nextPass: Instant | null;
}

/** Seconds until a browser asks again. */
const AGAIN = 2;

/**
 * The home page of a site that nothing has been published of: what is being done about that. Without any
 * script; a browser asks for it again until the site itself is there.
 */
export function beginningPage(site: Site, theme: Pick<Theme, 'version'>, beginning: Beginning): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(site)}">
<meta http-equiv="refresh" content="${AGAIN}">
<meta name="viewport" content="width=device-width">
<title>${site.title}</title>
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="assets/site.css?v=${theme.version}">
<link rel="icon" href="assets/icon.svg?v=${theme.version}" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="wrap top">
<a class="brand" href="./">${site.title}</a>
</header>
<main id="main" class="wrap cut" tabindex="-1">
<header class="head">
<h1>The first posts are on their way</h1>
<p class="lede">${whatIsGoingOn(beginning)}</p>
<p class="note">This page looks again every ${AGAIN} seconds, and gives way to the site as soon as that is there.</p>
</header>
${asked(beginning)}
</main>
</body>
</html>
`.markup;
}

function whatIsGoingOn({ stage, done, total, failed, nextPass }: Beginning): string {
  const failures = failed === 0 ? '' : `, ${figure(failed)} failed`;
  switch (stage) {
    case 'prepare':
      return 'Reading what is stored.';
    case 'poll':
      return `Asked ${figure(done)} of ${counted(total, 'source')} so far${failures}.`;
    case 'retain':
    case 'publish':
      return `Asked ${counted(total, 'source')}${failures}. Writing the pages and feeds.`;
    case null:
      return nextPass === null
        ? 'Nothing is published yet.'
        : `Nothing is published yet. The next try is at ${nextPass.slice(11, 16)} UTC.`;
  }
}

function asked({ latest }: Beginning): Raw | null {
  if (latest.length === 0) return null;
  return html`<section class="group" aria-labelledby="asked"><h2 id="asked">Asked last</h2>
<ul class="leaders">${latest.map(
    ({ title, failed }) =>
      html`<li><bdi>${title}</bdi> ${failed ? html`<span class="n ill">failed</span>` : html`<span class="n">answered</span>`}</li>
`,
  )}</ul></section>`;
}

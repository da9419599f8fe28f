import type { Site } from '../../config/config.js';
import type { Instant } from '../../model/values.js';
import type { Theme } from '../site/theme.js';
import { siteSpeech } from '../words/languages.js';
import type { Said, Speech } from '../words/speech.js';
import { contentSecurityPolicy } from './csp.js';
import { directionOfLanguage } from './language.js';
import { attribute, html, type Raw } from './template.js';

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
export function beginningPage(
  site: Site,
  theme: Pick<Theme, 'version' | 'words'>,
  beginning: Beginning,
): string {
  const words = siteSpeech(site, theme);
  const { say } = words;
  const direction = directionOfLanguage(site.language);
  return html`<!doctype html>
<html lang="${site.language}"${attribute('dir', direction === 'rtl' ? direction : null)}>
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
<a class="skip" href="#main">${say('skip')}</a>
<header class="wrap top">
<a class="brand" href="./">${site.title}</a>
</header>
<main id="main" class="wrap cut" tabindex="-1">
<header class="head">
<h1>${say('beginningTitle')}</h1>
<p class="lede">${whatIsGoingOn(words, beginning)}</p>
<p class="note">${say('beginningNote', { n: AGAIN })}</p>
</header>
${asked(words, beginning)}
</main>
</body>
</html>
`.markup;
}

function whatIsGoingOn({ say, figure }: Speech, beginning: Beginning): Said {
  const { stage, done, total, nextPass } = beginning;
  const sources = say('sources', { n: total });
  const failed = beginning.failed === 0 ? null : say('someFailed', { n: beginning.failed });
  switch (stage) {
    case 'prepare':
      return say('beginningPrepare');
    case 'poll': {
      const asked = say('askedSome', { done: figure(done), sources });
      return failed === null
        ? say('beginningPoll', { asked })
        : say('beginningPollFailed', { asked, failed });
    }
    case 'retain':
    case 'publish': {
      const asked = say('askedAll', { sources });
      return failed === null
        ? say('beginningPublish', { asked })
        : say('beginningPublishFailed', { asked, failed });
    }
    case null:
      return nextPass === null
        ? say('beginningNothing')
        : say('beginningNext', { time: nextPass.slice(11, 16) });
  }
}

function asked({ say }: Speech, { latest }: Beginning): Raw | null {
  if (latest.length === 0) return null;
  return html`<section class="group" aria-labelledby="asked"><h2 id="asked">${say('askedLast')}</h2>
<ul class="leaders">${latest.map(
    ({ title, failed }) =>
      html`<li><bdi>${title}</bdi> ${failed ? html`<span class="n ill">${say('failed')}</span>` : html`<span class="n">${say('answered')}</span>`}</li>
`,
  )}</ul></section>`;
}

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Tests of pages skip where there is no browser, unless `TAGWIRE_REQUIRE_BROWSER=1` makes that a failure. */
export const hasBrowser = existsSync(CHROMIUM) || process.env['TAGWIRE_REQUIRE_BROWSER'] === '1';

/** Chromium without its own errands on the network: they would be requests to other hosts. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

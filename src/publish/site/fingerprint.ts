import { createHash } from 'node:crypto';
import type { Config } from '../../config/config.js';
import type { Theme } from './theme.js';

/** Differs where the same posts would be rendered to other bytes: the configuration as far as it shows, theme, program, database. */
export function siteFingerprint(config: Config, theme: Theme, version: string, database: string): string {
  const tags = config.tags.map(({ slug, title, description, group, aliases, min }) => [
    slug,
    title,
    description,
    group,
    aliases,
    min,
  ]);
  const sources = config.sources.map(({ url, title, private: hidden, full, disabled }) => [
    url,
    title,
    hidden,
    full,
    disabled,
  ]);
  const shown = [
    config.site,
    config.publish,
    config.groups,
    config.classify.min,
    config.fetch.interval.minMs,
    tags,
    config.bundles,
    sources,
    theme.version,
    version,
    database,
  ];
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
}

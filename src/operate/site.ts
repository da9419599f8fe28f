import path from 'node:path';
import { type Classifier, compileRules } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { configStamps } from '../config/files/config-stamps.js';
import { readConfig } from '../config/read.js';
import { stampOfFolder } from '../files/stamp.js';
import type { Environment } from '../model/values.js';
import { readTheme } from '../publish/site/read-theme.js';
import type { Theme } from '../publish/site/theme.js';
import { readStatics, type Statics } from '../publish/write/statics.js';
import { openStore, openStoreReader } from '../store/index.js';
import type { Store, StoreReader } from '../store/store.js';

/** Where things are, as the command line says. */
export interface Places {
  /** feeds.json. */
  readonly config: string;
  /** The database. */
  readonly data: string;
  /** The published site. */
  readonly out: string;
}

/** Where a site is published from and to, and whether an empty database may empty it. */
export interface SitePlaces extends Pick<Places, 'data' | 'out'> {
  readonly newSite: boolean;
}

/** What is handed in of the world: the clock, the program's own version, the environment. */
export interface World {
  /** Milliseconds since 1970. */
  now(): number;
  readonly version: string;
  /** Names proxies, and holds the secrets of sources' headers. */
  readonly env: Environment;
}

/** What the operator has configured, read and compiled. */
export interface Site {
  readonly config: Config;
  readonly classifier: Classifier;
  readonly theme: Theme;
  readonly statics: Statics;
}

/** Reads feeds.json and, beside it, the theme and the operator's own files. */
export async function readSite(options: Pick<Places, 'config'>): Promise<Site> {
  const config = await readConfig(options.config);
  const theme = await readTheme(themeOf(options.config), config.site);
  const statics = await readStatics(staticsOf(options.config));
  return { config, classifier: compiledWhenUsed(config), theme, statics };
}

/** Returns another text each time that anything has changed of what `readSite` reads. */
export function siteStamps({ config: file }: Pick<Places, 'config'>): () => Promise<string> {
  const config = configStamps(file);
  const folders = [themeOf(file), staticsOf(file)];
  return async () => [await config(), ...(await Promise.all(folders.map(stampOfFolder)))].join('\n');
}

/** The folder of the theme beside a feeds.json. */
export const themeOf = (config: string): string => path.join(path.dirname(config), 'theme');
const staticsOf = (config: string): string => path.join(path.dirname(config), 'static');

/** A pass with nothing new files nothing, and compiling the rules is an eighth of such a pass. */
function compiledWhenUsed(config: Config): Classifier {
  let compiled: Classifier | null = null;
  const classifier = (): Classifier => {
    compiled ??= compileRules(config);
    return compiled;
  };
  return {
    classify: (subject, source, hand) => classifier().classify(subject, source, hand),
    explain: (subject, source, hand) => classifier().explain(subject, source, hand),
  };
}

/** Opens the database for `use` and closes it after, whatever comes of it. */
export async function withStore<T>(
  { data }: Pick<Places, 'data'>,
  { publish }: Pick<Config, 'publish'>,
  { now }: Pick<World, 'now'>,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(data, { now, limit: publish.limit });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Opens the database for reading: no lock is taken, so that it works while a pass runs. */
export async function withReader<T>(
  { data }: Pick<Places, 'data'>,
  use: (store: StoreReader) => Promise<T>,
): Promise<T> {
  const store = await openStoreReader(data);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

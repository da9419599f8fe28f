import type { SourceHeaders } from '../fetch/result.js';
import { UserError } from '../model/errors.js';
import type { Environment } from '../model/values.js';
import type { Config, Source } from './config.js';
import { isHeaderValue } from './grammar/requests.js';
import type { Finding } from './json/locate.js';

/** `$NAME`; `$$` is a dollar. */
const VARIABLE = /\$(?:\$|([A-Za-z_]\w*))/g;

/**
 * The headers of all sources that have some and are polled, their variables replaced.
 * @throws UserError where a variable is not set: without its header a source would answer as to a stranger
 */
export function headersOf(config: Config, env: Environment): ReadonlyMap<Source, SourceHeaders> {
  const [first, ...others] = useless(config, env);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more, see tagwire check)`;
    throw new UserError(`${config.file}: ${first.url}: header ${first.name}: ${first.message}${more}`, 2);
  }
  return new Map(
    config.sources.flatMap((source): [Source, SourceHeaders][] => {
      const given = Object.entries(source.headers);
      if (given.length === 0 || source.disabled) return [];
      const fields = Object.fromEntries(given.map(([name, value]) => [name, expanded(value, env)]));
      return [[source, { origin: new URL(source.url).origin, fields }]];
    }),
  );
}

/** The headers that name variables which are not set, or not fit for one; what they hold is in no message. */
export const missingVariables = (config: Config, env: Environment): readonly Finding[] =>
  useless(config, env).map(({ source, name, message }) => ({
    path: ['sources', source, 'headers', name],
    atKey: false,
    message,
    help: null,
  }));

interface UselessHeader {
  readonly url: string;
  /** The place of its source among all. */
  readonly source: number;
  readonly name: string;
  readonly message: string;
}

function useless(config: Config, env: Environment): readonly UselessHeader[] {
  return config.sources.flatMap(({ url, headers, disabled }, source) =>
    Object.entries(disabled ? {} : headers).flatMap(([name, value]): readonly UselessHeader[] => {
      const variables = variablesIn(value);
      const unset = variables.find((variable) => !env[variable]);
      if (unset !== undefined)
        return [{ url, source, name, message: `$${unset} is not set in the environment` }];
      if (isHeaderValue(expanded(value, env))) return [];
      const named = variables.map((variable) => `$${variable}`).join(', ');
      return [{ url, source, name, message: `${named} holds a character that no header can have` }];
    }),
  );
}

const variablesIn = (value: string): readonly string[] =>
  [...value.matchAll(VARIABLE)].flatMap(([, name]) => name ?? []);

const expanded = (value: string, env: Environment): string =>
  value.replace(VARIABLE, (_found, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? ''),
  );

import type { SourceHeaders } from '../fetch/result.js';
import { UserError } from '../model/errors.js';
import type { Environment } from '../model/values.js';
import type { Config, Source } from './config.js';
import { isHeaderValue } from './grammar/requests.js';
import type { Finding } from './json/locate.js';
import { showPath } from './json/problem.js';

/** `$NAME`; `$$` is a dollar. */
const VARIABLE = /\$(?:\$|([A-Za-z_]\w*))/g;

/**
 * The headers of all sources that have some and are polled, their variables replaced.
 * @throws UserError where a variable is not set: without its header a source would answer as to a stranger
 */
export function headersOf(config: Config, env: Environment): ReadonlyMap<Source, SourceHeaders> {
  const [first, ...others] = missingVariables(config, env);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more, see tagwire check)`;
    throw new UserError(`${config.file}: ${showPath(first.path)}: ${first.message}${more}`, 2);
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
export function missingVariables(config: Config, env: Environment): readonly Finding[] {
  return config.sources.flatMap(({ headers, disabled }, index) =>
    disabled
      ? []
      : Object.entries(headers).flatMap(([name, value]): Finding[] => {
          const path = ['sources', index, 'headers', name];
          const names = variablesIn(value)
            .map((variable) => `$${variable}`)
            .join(', ');
          const unset = variablesIn(value).filter((variable) => !env[variable]);
          const finding = { path, atKey: false, help: null };
          if (unset[0] !== undefined)
            return [{ ...finding, message: `$${unset[0]} is not set in the environment` }];
          if (isHeaderValue(expanded(value, env))) return [];
          return [{ ...finding, message: `${names} holds a character that no header can have` }];
        }),
  );
}

const variablesIn = (value: string): readonly string[] =>
  [...value.matchAll(VARIABLE)].flatMap(([, name]) => name ?? []);

const expanded = (value: string, env: Environment): string =>
  value.replace(VARIABLE, (_found, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? ''),
  );

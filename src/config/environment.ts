import type { SourceHeaders } from '../fetch/result.js';
import { UserError } from '../model/errors.js';
import { parseUrl } from '../model/parse-url.js';
import { type Environment, type HttpUrl, httpUrl } from '../model/values.js';
import type { Config, Source, Webhook } from './config.js';
import { isHeaderValue } from './grammar/requests.js';
import type { Finding } from './json/locate.js';
import type { JsonPath } from './json/problem.js';

/** `$NAME`; `$$` is a dollar. */
const VARIABLE = /\$(?:\$|([A-Za-z_]\w*))/g;

/** What of the configuration stands in the environment. */
export interface FromEnvironment {
  /** The headers of sources that have some and are polled. */
  readonly headers: ReadonlyMap<Source, SourceHeaders>;
  /** In the order of `notify`. */
  readonly webhooks: readonly KnownWebhook[];
}

/** A webhook with what its variables hold: secrets, for no message and no file. */
export interface KnownWebhook {
  readonly hook: Webhook;
  readonly url: HttpUrl;
  readonly secret: string | null;
}

/**
 * Headers and webhooks, their variables replaced.
 * @throws UserError where a variable is not set: without its header a source would answer as to a stranger
 */
export function fromEnvironment(config: Config, env: Environment): FromEnvironment {
  const [first, ...others] = useless(config, env);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more, see tagwire check)`;
    throw new UserError(`${config.file}: ${first.place}: ${first.message}${more}`, 2);
  }
  return { headers: headersOf(config, env), webhooks: config.notify.map((hook) => known(hook, env)) };
}

/** The headers of sources that have some of their own, with what the environment says in them. */
export const headersOf = (config: Config, env: Environment): FromEnvironment['headers'] =>
  new Map(
    config.sources.flatMap((source): [Source, SourceHeaders][] => {
      const given = Object.entries(source.headers);
      if (given.length === 0 || source.disabled) return [];
      const fields = Object.fromEntries(given.map(([name, value]) => [name, expanded(value, env)]));
      return [[source, { origin: new URL(source.url).origin, fields }]];
    }),
  );

function known(hook: Webhook, env: Environment): KnownWebhook {
  const url = httpUrl(expanded(hook.url, env));
  if (url === null) throw new TypeError('a checked address is one');
  return { hook, url, secret: hook.secret === null ? null : expanded(hook.secret, env) };
}

/** The variables that are not set, or of no use where they stand; what they hold is in no message. */
export const missingVariables = (config: Config, env: Environment): readonly Finding[] =>
  useless(config, env).map(({ path, message }) => ({ path, atKey: false, message, help: null }));

/** A value of the file that names variables, and what fits where it stands. */
interface Template {
  /** As messages of a pass name its place. */
  readonly place: string;
  readonly path: JsonPath;
  readonly value: string;
  /** Why what it comes to is of no use there; null where it is. */
  fault(value: string): string | null;
}

interface Useless extends Pick<Template, 'place' | 'path'> {
  readonly message: string;
}

function useless(config: Config, env: Environment): readonly Useless[] {
  return [...headerTemplates(config), ...webhookTemplates(config)].flatMap(
    ({ place, path, value, fault }): readonly Useless[] => {
      const variables = variablesIn(value);
      const unset = variables.find((variable) => !env[variable]);
      if (unset !== undefined) return [{ place, path, message: `$${unset} is not set in the environment` }];
      const found = fault(expanded(value, env));
      if (found === null) return [];
      return [{ place, path, message: `${variables.map((name) => `$${name}`).join(', ')} ${found}` }];
    },
  );
}

const headerTemplates = ({ sources }: Config): readonly Template[] =>
  sources.flatMap(({ url, headers, disabled, place }) =>
    Object.entries(disabled ? {} : headers).map(([name, value]) => ({
      place: `${url}: header ${name}`,
      path: ['sources', place, 'headers', name],
      value,
      fault: headerFault,
    })),
  );

const webhookTemplates = ({ notify }: Config): readonly Template[] =>
  notify.flatMap(({ url, secret, as }, index): readonly Template[] => [
    { place: `notify[${index}].url`, path: ['notify', index, 'url'], value: url, fault: addressFault },
    ...(secret === null
      ? []
      : [
          {
            place: `notify[${index}].secret`,
            path: ['notify', index, 'secret'],
            value: secret,
            fault: as === 'json' ? keyFault : headerFault,
          },
        ]),
  ]);

const headerFault = (value: string): string | null =>
  isHeaderValue(value) ? null : 'holds a character that no header can have';

function addressFault(value: string): string | null {
  const url = parseUrl(value);
  if (url === null || httpUrl(value) === null) return 'holds no http or https address';
  return url.username === '' && url.password === '' ? null : 'holds an address with a user name or password';
}

/** Standard Webhooks 1.0, "Signature scheme": `whsec_`, then Base64 of 24 to 64 bytes. */
const KEY = /^(?:whsec_)?[A-Za-z0-9+/]{32,86}={0,2}$/;

const keyFault = (value: string): string | null =>
  KEY.test(value) ? null : 'holds no key as Standard Webhooks have it: "whsec_" and 24 to 64 bytes in Base64';

const variablesIn = (value: string): readonly string[] =>
  [...value.matchAll(VARIABLE)].flatMap(([, name]) => name ?? []);

const expanded = (value: string, env: Environment): string =>
  value.replace(VARIABLE, (_found, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? ''),
  );

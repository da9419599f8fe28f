import { ConfigError } from '../config/errors.js';
import { UserError } from '../model/errors.js';
import { type HttpUrl, httpUrl } from '../model/values.js';
import { counted } from '../model/words.js';
import type { PassOutcome } from '../operate/pass-over.js';
import { ALL_ROLES, isRole, ROLES } from '../service/roles.js';
import { type Service, type ServiceOptions, startService } from '../service/service.js';
import type { Io, RegisterCommand } from '../terminal/io.js';
import type { Log } from '../terminal/log.js';
import { printable } from '../terminal/printable.js';
import { type ServiceTerminal, serviceTerminal } from '../terminal/service-terminal.js';
import { servingOnly, servingReport } from '../terminal/serving-report.js';
import { sourceStack } from '../terminal/source-stack.js';
import { createStyle, type Style } from '../terminal/style.js';
import { addListenOptions, port } from './arguments/listen-options.js';
import { newSiteOption } from './arguments/new-site.js';

type StartOptions = Omit<ServiceOptions, 'opsPort' | 'publicUrl' | 'roles'> & {
  readonly opsPort?: number;
  readonly publicUrl?: HttpUrl;
  readonly role: ServiceOptions['roles'];
};

/** `tagwire start`: the service. */
export const start: RegisterCommand = (command, io) => {
  addListenOptions(command, 8080);
  command
    .option(
      '--ops-port <port>',
      'where /healthz and /metrics are, instead of --port, and /health.atom, the feed for you',
      port('--ops-port'),
    )
    .option(
      '--public-url <url>',
      'the address at which hubs reach this server: sources that name a hub have their news pushed (WebSub)',
      publicUrl,
    )
    .option(
      '--role <roles>',
      'what this process does, of poll,publish,serve (default: all)',
      rolesIn,
      ALL_ROLES,
    )
    .addOption(newSiteOption())
    .action(async (given: StartOptions) => {
      const { opsPort = null, publicUrl: reached = null, role: roles } = given;
      const options = { ...given, opsPort, publicUrl: reached, roles };
      const terminal = serviceTerminal(io, options);
      const service = await begin(options, io, terminal);
      if (service === null) return;
      io.out(options.json ? listeningJson(service) : listening(service, options, createStyle(io)));
      void service.firstPass.then((outcome) => {
        if (!io.signal.aborted && !options.json && options.roles.has('serve'))
          io.out(ready(service, outcome, io));
      });
      await stopAsked(io.signal);
      await service.stop();
    });
};

/** Reads the value of `--role`. */
function rolesIn(text: string): ServiceOptions['roles'] {
  const words = text.split(',').map((word) => word.trim());
  const roles = words.filter(isRole);
  if (roles.length === words.length) return new Set(roles);
  throw new UserError(
    `--role: expected ${ROLES.join(', ')} or several of them, received "${printable(text)}"`,
    2,
  );
}

/**
 * Null where it can't begin, which has been said: with `--json` as all that a service says, and with
 * `--log-level silent` by the exit code alone.
 */
async function begin(options: ServiceOptions, io: Io, terminal: ServiceTerminal): Promise<Service | null> {
  try {
    return await startService(options, io, terminal);
  } catch (error) {
    if (!options.json && options.logLevel !== 'silent') throw error;
    tell(error, terminal.log);
    io.exitWith(error instanceof UserError ? error.exitCode : 1);
    return null;
  }
}

function tell(error: unknown, { error: say }: Log): void {
  if (error instanceof ConfigError) {
    for (const { message, file, line, column, path, help } of error.problems)
      say(message, { file, line, column, path, help });
  } else if (error instanceof UserError) say(error.message);
  else if (error instanceof Error) say(error.message, { stack: sourceStack(error) });
  else say(String(error));
}

/** An address without query, with a slash at its end. */
function publicUrl(text: string): HttpUrl {
  const url = httpUrl(text);
  if (url === null || /[?#]/.test(url))
    throw new UserError(`--public-url: expected an http or https address, received "${printable(text)}"`, 2);
  return url.endsWith('/') ? url : (`${url}/` as HttpUrl);
}

/** Resolves when SIGINT or SIGTERM has come. */
export function stopAsked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Said as soon as it is so: the first pass may take minutes. */
function listening(
  { site, address, opsAddress }: Service,
  { config: file, roles }: ServiceOptions,
  { bold, dim, cyan }: Style,
): string {
  const { config } = site();
  const { sources, tags, bundles } = config;
  const parts = [
    counted(sources.length, 'source'),
    counted(tags.length, 'tag'),
    counted(bundles.length, 'bundle'),
  ];
  const ops = opsAddress === null ? '' : `; /healthz and /metrics at ${cyan(opsAddress.url)}`;
  return [
    `${bold(printable(config.site.title))}  ${parts.join(', ')}  ${dim(printable(file))}`,
    roles.has('serve')
      ? `Listening at ${cyan(address.url)}${ops}`
      : `/healthz and /metrics at ${cyan(address.url)}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const listeningJson = ({ address, opsAddress }: Service): string =>
  `${JSON.stringify({ listening: address.url, ops: opsAddress?.url ?? null })}\n`;

/** What there is to see, and what comes next. */
function ready(service: Service, outcome: PassOutcome | null, io: Io): string {
  const { config } = service.site();
  const at = { url: service.address.url, next: service.nextPass(), timezone: config.timezone };
  if (outcome === null) return servingOnly(at, createStyle(io));
  const { summary, counts } = outcome;
  const posts = (stream: string): number => counts.counts[stream] ?? 0;
  const filed = config.tags
    .map(({ slug }) => ({ slug, posts: posts(`tags/${slug}`) }))
    .filter((tag) => tag.posts > 0);
  const serving = {
    ...at,
    posts: posts('site'),
    tags: filed.length,
    pick: filed.toSorted((a, b) => b.posts - a.posts)[0]?.slug ?? null,
    polled: summary.polled,
    failed: summary.failed,
    schedule: config.schedule,
  };
  return servingReport(serving, createStyle(io));
}

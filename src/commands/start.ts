import { counted } from '../model/words.js';
import type { PassOutcome } from '../operate/site.js';
import { type Service, type ServiceOptions, startService } from '../service/service.js';
import type { Io, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { servingOnly, servingReport } from '../terminal/serving-report.js';
import { createStyle, type Style } from '../terminal/style.js';
import { addListenOptions, port } from './listen-options.js';

type StartOptions = Omit<ServiceOptions, 'opsPort'> & { readonly opsPort?: number };

/** `tagwire start`: the service. */
export const start: RegisterCommand = (command, io) => {
  addListenOptions(command, 8080);
  command
    .option('--ops-port <port>', 'where /healthz and /metrics are, instead of --port', port('--ops-port'))
    .option('--new-site', 'begin anew where the published site has posts and the database none', false)
    .action(async (given: StartOptions) => {
      const options = { ...given, opsPort: given.opsPort ?? null };
      const service = await startService(options, io);
      io.out(heading(service, options, createStyle(io)));
      io.out(listening(service, createStyle(io)));
      void service.firstPass.then((outcome) => {
        if (!io.signal.aborted) io.out(ready(service, outcome, io));
      });
      await stopAsked(io.signal);
      await service.stop();
    });
};

/** Resolves when SIGINT or SIGTERM has come. */
export function stopAsked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function heading(service: Service, { config: file }: ServiceOptions, { bold, dim }: Style): string {
  const { config } = service.site();
  const { sources, tags, bundles } = config;
  const parts = [
    counted(sources.length, 'source'),
    counted(tags.length, 'tag'),
    counted(bundles.length, 'bundle'),
  ];
  return `${bold(printable(config.site.title))}  ${parts.join(', ')}  ${dim(printable(file))}\n`;
}

/** Said as soon as it is so: the first pass may take minutes. */
function listening({ address, opsAddress }: Service, { cyan }: Style): string {
  const ops = opsAddress === null ? '' : `; /healthz and /metrics at ${cyan(opsAddress.url)}`;
  return `Listening at ${cyan(address.url)}${ops}\n`;
}

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

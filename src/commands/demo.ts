import { openDemo } from '../demo/blogs.js';
import { counted } from '../model/words.js';
import type { PassOutcome } from '../operate/pass-over.js';
import { ALL_ROLES } from '../service/roles.js';
import { type Service, startService } from '../service/service.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { serviceTerminal } from '../terminal/service-terminal.js';
import { createStyle } from '../terminal/style.js';
import { addListenOptions, type ListenOptions } from './arguments/listen-options.js';
import { stopAsked } from './start.js';

/** `tagwire demo`: the service over example blogs, without any network; nothing of it stays. */
export const demo: RegisterCommand = (command, io) => {
  addListenOptions(command, 0);
  command.action((options: DemoOptions) => runDemo(options, io));
};

type DemoOptions = CommonOptions & ListenOptions;

async function runDemo(options: DemoOptions, io: Io): Promise<void> {
  const terminal = serviceTerminal(io, options);
  const opened = await openDemo(terminal.log, io.signal);
  try {
    if (io.signal.aborted) return;
    const { config, data, out } = opened;
    const service = await startService(
      {
        ...options,
        config,
        data,
        out,
        allowPrivate: true,
        newSite: false,
        opsPort: null,
        publicUrl: null,
        roles: ALL_ROLES,
      },
      io,
      terminal,
    );
    void service.firstPass.then((outcome) => {
      if (!io.signal.aborted) io.out(welcome(service, outcome, io));
    });
    await stopAsked(io.signal);
    await service.stop();
  } finally {
    await opened.close();
  }
}

/** What there is to see; the last line is the site's address and nothing else. */
function welcome({ site, address }: Service, outcome: PassOutcome | null, io: Io): string {
  const { bold, cyan, dim } = createStyle(io);
  const { config } = site();
  const blogs = counted(config.sources.length, 'example blog');
  const posts =
    outcome === null
      ? ''
      : `: ${counted(outcome.counts.counts['site'] ?? 0, 'post')} under ${counted(config.tags.length, 'tag')}`;
  return [
    `${bold(config.site.title)} out of ${blogs}${posts}. One of the blogs is broken on purpose.`,
    `  ${cyan('tags/ffi/')} is a good place to begin. For blogs of your own: ${bold('tagwire init')} in an empty folder`,
    `  ${dim('Ctrl-C stops it and removes all that it wrote')}`,
    cyan(address.url),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

import { instant } from '../model.js';
import { prepareStore } from '../prepare.js';
import { type Reconciled, reconcile } from '../reconcile.js';
import { readSite, type Site, withStore } from '../site.js';
import { type Repairs, repairStore } from '../store/index.js';
import { createStyle } from '../terminal/style.js';
import { counted } from '../terminal/words.js';
import type { CommonOptions, Io, RegisterCommand } from './io.js';

/** `tagwire doctor`: looks at every file of the database and mends it. */
export const doctor: RegisterCommand = (program, io) => {
  program
    .command('doctor')
    .description('check every file of the database; rebuild what is derived, quarantine what is damaged')
    .addHelpText(
      'after',
      '\nDamaged files are moved to quarantine/ in the database, and what can be read of them comes back.',
    )
    .action(async (options: CommonOptions) => {
      const site = await readSite(options);
      const now = io.now();
      const { limit } = site.config.publish;
      const repairs = await repairStore(options.data, { now, at: instant(now), limit });
      const compared = await compare(site, repairs, options, io);
      report(repairs, compared, options, io);
    });
};

/** Opens what has been mended and brings its streams in line with its entries. */
async function compare(site: Site, repairs: Repairs, options: CommonOptions, io: Io): Promise<Reconciled> {
  return withStore(options, site.config, io, async (store) => {
    if (repairs.done.length > 0) {
      store.setFacts({ posts: '' }); // differs: every post is made and told to its streams again
      store.markDirty({ all: true });
    }
    const { desk } = await prepareStore({ ...site, store }, io.now());
    const reconciled = await reconcile(store, desk);
    await store.settle();
    await store.checkpoint();
    return reconciled;
  });
}

function report(
  { files, done }: Repairs,
  { added, removed }: Reconciled,
  options: CommonOptions,
  io: Io,
): void {
  if (options.json) {
    io.out(`${JSON.stringify({ files, repairs: done, added, removed })}\n`);
    return;
  }
  const lines = [
    ...done,
    ...(added > 0 ? [`${counted(added, 'post')} put back into feeds and archives`] : []),
    ...(removed > 0 ? [`${counted(removed, 'post')} without an entry taken out of feeds and archives`] : []),
  ];
  const { bold } = createStyle(io);
  if (lines.length === 0) io.out(`${bold('All is well')}: ${counted(files, 'file')} read\n`);
  else
    io.out(
      `${bold('Mended')} ${options.data}; the next run or publish shows it\n${lines.map((line) => `  ${line}\n`).join('')}`,
    );
}

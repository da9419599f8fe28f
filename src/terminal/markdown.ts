import type { Problem } from '../config/json/problem.js';
import { dayIn } from '../model/words.js';
import type { Probed, ProbedFeed } from '../operate/new-source/probe.js';
import { printable } from './printable.js';
import { probeFacts, probeRemarks, probeSum, type Since } from './probe-report.js';

/** GitHub takes comments of 65,536 characters. */
const MOST = 60_000;

/**
 * A report of `check` as a comment on a proposal. All that feeds or proposers wrote stands in code spans, in
 * which nothing is a link, an image, HTML or the name of somebody to be notified.
 */
export function markdownReport(
  problems: readonly Problem[],
  sum: string | null,
  probed: { readonly sources: readonly Probed[]; readonly since: Since } | null,
): string {
  const parts = [
    ...problems.map(problemItem),
    ...(sum === null ? [] : [`${code(sum)}\n`]),
    ...(probed === null
      ? []
      : [`\n${code(probeSum(probed.sources, probed.since))}\n`, ...probed.sources.map(section)]),
  ];
  return bounded(parts);
}

/** As many parts as there is room for, and that there are more. */
function bounded(parts: readonly string[]): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > MOST) return `${text}\nand ${parts.length - index} more\n`;
    text += part;
  }
  return text;
}

function problemItem({ file, line, column, severity, path, message, help }: Problem): string {
  const at = path === '' ? '' : `${path}: `;
  return `- **${severity}** ${code(`${file}:${line}:${column}`)} ${code(`${at}${message}${help === null ? '' : `; ${help}`}`)}\n`;
}

const section = (probed: Probed): string =>
  probed.kind === 'feed' ? feedSection(probed) : otherSection(probed);

function otherSection({ kind, url, reason }: Exclude<Probed, ProbedFeed>): string {
  return `\n### ${kind === 'unasked' ? 'Not asked' : 'Fails'}: ${code(url)}\n- ${code(reason)}\n`;
}

function feedSection(probed: ProbedFeed): string {
  const { url, title, newest } = probed;
  const lines = [
    `### ${code(title ?? url)}`,
    `- ${code(url)}`,
    `- ${code(probeFacts(probed))}`,
    ...probeRemarks(probed).map((remark) => `- **${code(remark)}**`),
    ...newest.map(({ title: name, date, tags }) => {
      const told =
        tags === null ? 'held back by `only`' : tags.length === 0 ? 'no tag' : tags.map(code).join(', ');
      return `- ${date === null ? '' : `${dayIn(date)} `}${code(name ?? 'Untitled')}: ${told}`;
    }),
  ];
  return `\n${lines.join('\n')}\n`;
}

/** Of a title, an address or a message: longer ones are no use in a comment. */
const LONGEST = 300;

/** Foreign text as a code span (CommonMark 6.1): its fence is longer than any run of backticks in it. */
export function code(text: string): string {
  const line = [...printable(text)].slice(0, LONGEST).join('');
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return line === '' ? '` `' : `${fence}${space}${line}${space}${fence}`;
}

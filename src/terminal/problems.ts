import type { Problem } from '../config/json/problem.js';
import { counted } from '../model/words.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { widthOf } from './width.js';

/** More would not be read, and a file with more is broken as a whole. */
const MAX_SHOWN = 1000;

/** One line a problem, for pipes: where, how bad, JSON path, what, and what to do. */
export function problemLines(problems: readonly Problem[]): string {
  return shown(problems, ({ file, line, column, severity, path, message, help }) => {
    const at = path === '' ? '' : `${path}: `;
    return `${printable(`${file}:${line}:${column}: ${severity}: ${at}${message}${help === null ? '' : `; ${help}`}`)}\n`;
  });
}

/** A block a problem, for people: the line it stands in and a mark below what is meant. */
export function problemBlocks(problems: readonly Problem[], style: Style, columns: number): string {
  return shown(problems, (problem) => block(problem, style, columns));
}

/** `2 errors, 1 warning`. */
export function problemCounts(problems: readonly Problem[], style: Style): string {
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const errors = problems.length - warnings;
  return [
    ...(errors > 0 ? [style.red(counted(errors, 'error'))] : []),
    ...(warnings > 0 ? [style.yellow(counted(warnings, 'warning'))] : []),
  ].join(', ');
}

function shown(problems: readonly Problem[], print: (problem: Problem) => string): string {
  const rest = problems.length - MAX_SHOWN;
  const lines = problems.slice(0, MAX_SHOWN).map(print).join('');
  return rest > 0 ? `${lines}error: ${counted(rest, 'more problem')} not shown\n` : lines;
}

function block(problem: Problem, style: Style, columns: number): string {
  const { file, line, column, severity, path, message, help, excerpt } = problem;
  const paint = severity === 'error' ? style.red : style.yellow;
  const place = style.bold(`${printable(file)}:${line}:${column}:`);
  const subject = printable(message).replace(/^"(?:[^"\\]|\\.)*"|(?<= )"(?:[^"\\]|\\.)*"/, (quoted) =>
    style.bold(quoted),
  );
  const { text, indent, width } = frame(excerpt.text, column, excerpt.length, columns);
  const bar = style.dim('|');
  return [
    `${place} ${paint(`${severity}:`)} ${subject}`,
    `   ${bar}  ${text}`,
    `   ${bar}  ${' '.repeat(indent)}${paint('^'.repeat(width))}${path === '' ? '' : ` ${style.dim(printable(path))}`}`,
    ...(help === null ? [] : [`   ${style.dim('=')} ${style.cyan('help:')} ${printable(help)}`]),
    '',
  ].join('\n');
}

/**
 * The part of a line that fits beside the bar, with what is meant in it. All characters of one column or two.
 */
function frame(line: string, column: number, length: number, columns: number) {
  const room = Math.max(20, columns - 6);
  const characters = [...line.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')];
  const from = column - 1;
  const blank = characters.findIndex((character) => character !== ' ');
  let start = Math.min(Math.max(0, blank), from);
  if (widthOf(characters.slice(start, from + length).join('')) > room) {
    start = Math.max(start, from - Math.floor(room / 2));
  }
  let end = start;
  let width = 0;
  while (end < characters.length && width < room) width += widthOf(characters[end++] ?? '');
  const columnsOf = (first: number, last: number) =>
    widthOf(characters.slice(first, Math.min(last, end)).join(''));
  return {
    text: characters.slice(start, end).join('').trimEnd(),
    indent: columnsOf(start, from),
    width: Math.max(1, columnsOf(from, from + length)),
  };
}

import type { CompletedCommand, CompletedOption, CompletedProgram, CompletedValue } from './completed.js';

/** The script that has fish complete the program: `tagwire completion fish | source`. */
export const fishCompletion = ({ name, commands, options }: CompletedProgram): string =>
  [
    `# ${name} completion fish | source, in ~/.config/fish/config.fish`,
    ...commandFunction(name, options),
    `complete -c ${name} -f`,
    ...options.map((option) => `complete -c ${name} -n __${name}_at ${optionOf(option)}`),
    ...commands.flatMap((command) => linesOf(name, command)),
    '',
  ].join('\n');

/**
 * Whether the line has come to a command, none where none is named: the word behind an option of the
 * program's own that takes a value belongs to it.
 */
function commandFunction(program: string, options: readonly CompletedOption[]): readonly string[] {
  const withValue = options.flatMap(({ flags, value }) => (value === 'none' ? [] : flags));
  return [
    `function __${program}_at`,
    '  set -l words (commandline -opc)',
    '  set -e words[1]',
    '  while set -q words[1]',
    '    switch $words[1]',
    ...(withValue.length === 0 ? [] : [`      case ${withValue.join(' ')}`, '        set -e words[1]']),
    "      case '-*'",
    "      case '*'",
    '        break',
    '    end',
    '    set -e words[1]',
    '  end',
    '  test "$words[1]" = "$argv[1]"',
    'end',
  ];
}

function linesOf(
  program: string,
  { name, description, options, argument }: CompletedCommand,
): readonly string[] {
  const within = `complete -c ${program} -n '__${program}_at ${name}'`;
  return [
    `complete -c ${program} -n __${program}_at -a ${name} -d ${quotedInFish(description)}`,
    ...(argument === 'path' ? [`${within} -F`] : []),
    ...(typeof argument === 'string' ? [] : [`${within} -a ${quotedInFish(argument.join(' '))}`]),
    ...options.map((option) => `${within} ${optionOf(option)}`),
  ];
}

function optionOf({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...names, ...valuePart(value), `-d ${quotedInFish(description)}`].join(' ');
}

function valuePart(value: CompletedValue): readonly string[] {
  if (value === 'none') return [];
  if (value === 'path') return ['-r', '-F'];
  return typeof value === 'string' ? ['-x'] : ['-x', `-a ${quotedInFish(value.join(' '))}`];
}

const quotedInFish = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

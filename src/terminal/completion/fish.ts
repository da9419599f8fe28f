import type { CompletedCommand, CompletedOption, CompletedProgram, CompletedValue } from './completed.js';

/** The script that has fish complete the program: `tagwire completion fish | source`. */
export const fishCompletion = ({ name, commands, options }: CompletedProgram): string =>
  [
    `# ${name} completion fish | source, in ~/.config/fish/config.fish`,
    `complete -c ${name} -f`,
    ...options.map((option) => `complete -c ${name} -n __fish_use_subcommand ${optionOf(option)}`),
    ...commands.flatMap((command) => linesOf(name, command)),
    '',
  ].join('\n');

function linesOf(
  program: string,
  { name, description, options, argument }: CompletedCommand,
): readonly string[] {
  const within = `complete -c ${program} -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quotedInFish(description)}`,
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

import {
  type CompletedCommand,
  type CompletedOption,
  type CompletedProgram,
  type CompletedValue,
  quoted,
} from './completed.js';

/** The script that has zsh complete the program: evaluated after `compinit`, or a file on its `fpath`. */
export const zshCompletion = ({ name, commands, options }: CompletedProgram): string => `#compdef ${name}
# eval "$(${name} completion zsh)" in ~/.zshrc, after compinit
_${name}() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.description}`)}`).join('\n')}
  )
  _arguments -C \\
${options.map((option) => `    ${specOf(option)} \\`).join('\n')}
    '1:command:->command' '*::argument:->argument'
  case $state in
  command) _describe command commands ;;
  argument)
    case $line[1] in
${commands.map(commandCase).join('\n')}
    esac
    ;;
  esac
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;

function commandCase({ name, options, argument }: CompletedCommand): string {
  const specs = [
    ...options.map(specOf),
    ...(argument === 'none' ? [] : [quoted(`*:argument:${actionOf(argument)}`)]),
  ];
  return `    ${name}) _arguments -s ${specs.join(' ')} ;;`;
}

/** `'--all[poll everything now]'`; of several flags one excludes the others. */
function specOf({ flags, description, value }: CompletedOption): string {
  const about = `[${description.replace(/[[\]\\:]/g, '\\$&')}]`;
  const behind = value === 'none' ? '' : `:value:${actionOf(value)}`;
  const [only, ...more] = flags;
  if (more.length === 0) return quoted(`${only}${about}${behind}`);
  return `${quoted(`(${flags.join(' ')})`)}{${flags.join(',')}}${quoted(about + behind)}`;
}

function actionOf(value: CompletedValue): string {
  if (value === 'path') return '_files';
  return typeof value === 'string' ? ' ' : `(${value.join(' ')})`;
}

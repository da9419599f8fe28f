import { type CompletedCommand, type CompletedOption, type CompletedProgram, quoted } from './completed.js';

/** The script that has bash complete the program, from bash 3.2 on: `eval "$(tagwire completion bash)"`. */
export const bashCompletion = ({
  name,
  commands,
  options,
}: CompletedProgram): string => `# eval "$(${name} completion bash)" in ~/.bashrc
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words= options= paths= IFS=$' \\t\\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quoted([...commands.map((command) => command.name), ...flagsOf(options)].join(' '))}
  else
    case "\${COMP_WORDS[1]} $before" in
${commands.flatMap((command) => command.options.flatMap((option) => behind(command, option))).join('\n')}
    *)
      case "\${COMP_WORDS[1]}" in
${commands.map(commandCase).join('\n')}
      esac
      case "$current" in -*) words=$options paths= ;; esac
      ;;
    esac
  fi
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
  if [ -n "$paths" ]; then
    IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$current"))
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _${name} ${name}
`;

/** What stands behind an option that takes a value. */
function behind({ name }: CompletedCommand, { flags, value }: CompletedOption): readonly string[] {
  if (value === 'none') return [];
  const patterns = flags.map((flag) => quoted(`${name} ${flag}`)).join('|');
  const action = value === 'path' ? 'paths=1' : value === 'other' ? ':' : `words=${quoted(value.join(' '))}`;
  return [`    ${patterns}) ${action} ;;`];
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const values =
    argument === 'path'
      ? ' paths=1'
      : typeof argument === 'string'
        ? ''
        : ` words=${quoted(argument.join(' '))}`;
  return `      ${name}) options=${quoted(flagsOf(options).join(' '))}${values} ;;`;
}

const flagsOf = (options: readonly CompletedOption[]): readonly string[] =>
  options.flatMap(({ flags }) => flags);

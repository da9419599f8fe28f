import { type CompletedCommand, type CompletedOption, type CompletedProgram, quoted } from './completed.js';

/** The script that has bash complete the program, from bash 3.2 on: `eval "$(tagwire completion bash)"`. */
export const bashCompletion = ({
  name,
  commands,
  options,
}: CompletedProgram): string => `# eval "$(${name} completion bash)" in ~/.bashrc
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words= options= paths= at=1 IFS=$' \\t\\n'
  COMPREPLY=()
  while [ "$at" -lt "$COMP_CWORD" ]; do
    case "\${COMP_WORDS[at]}" in
${options.flatMap(withValue).join('\n')}
    *) break ;;
    esac
  done
  if [ "$COMP_CWORD" -lt "$at" ]; then
    paths=1
  elif [ "$COMP_CWORD" -eq "$at" ]; then
    words=${quoted([...commands.map((command) => command.name), ...flagsOf(options)].join(' '))}
  else
    case "\${COMP_WORDS[at]} $before" in
${commands.flatMap((command) => command.options.flatMap((option) => behind(command, option))).join('\n')}
    *)
      case "\${COMP_WORDS[at]}" in
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

/** Before the command: the word behind such an option of the program's own belongs to it. */
const withValue = ({ flags, value }: CompletedOption): readonly string[] =>
  value === 'none' ? [] : [`    ${flags.map(quoted).join('|')}) at=$((at+2)) ;;`];

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

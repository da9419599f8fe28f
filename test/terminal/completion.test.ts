import { expect, test } from 'vitest';
import { bashCompletion } from '../../src/terminal/completion/bash.js';
import type { CompletedProgram } from '../../src/terminal/completion/completed.js';
import { fishCompletion } from '../../src/terminal/completion/fish.js';
import { zshCompletion } from '../../src/terminal/completion/zsh.js';

const program: CompletedProgram = {
  name: 'tagwire',
  options: [
    { flags: ['-h', '--help'], description: 'show this help', value: 'none' },
    { flags: ['-C'], description: 'there', value: 'path' },
  ],
  commands: [
    {
      name: 'add',
      description: "the feed's page: found",
      options: [
        { flags: ['--to'], description: 'a [part]', value: 'path' },
        { flags: ['--level'], description: 'how much', value: ['warn', 'info'] },
        { flags: ['--port'], description: 'where', value: 'other' },
      ],
      argument: 'path',
    },
    { name: 'check', description: 'check', options: [], argument: 'none' },
  ],
};

test('bash', () => {
  const lines = bashCompletion(program).split('\n');
  expect(lines).toContain("    words='add check -h --help -C'");
  expect(lines).toContain("    '-C') at=$((at+2)) ;;");
  expect(lines).toContain("    'add --to') paths=1 ;;");
  expect(lines).toContain("    'add --level') words='warn info' ;;");
  expect(lines).toContain("    'add --port') : ;;");
  expect(lines).toContain("      add) options='--to --level --port' paths=1 ;;");
  expect(lines).toContain("      check) options='' ;;");
});

test('zsh', () => {
  const lines = zshCompletion(program).split('\n');
  expect(lines[0]).toBe('#compdef tagwire');
  expect(lines).toContain("    'add:the feed'\\''s page: found'");
  expect(lines).toContain("    '(-h --help)'{-h,--help}'[show this help]' \\");
  expect(lines).toContain(
    "    add) _arguments -s '--to[a \\[part\\]]:value:_files' '--level[how much]:value:(warn info)' '--port[where]:value: ' '*:argument:_files' ;;",
  );
});

test('fish', () => {
  const within = "complete -c tagwire -n '__tagwire_at add'";
  expect(fishCompletion(program).split('\n')).toEqual([
    '# tagwire completion fish | source, in ~/.config/fish/config.fish',
    'function __tagwire_at',
    '  set -l words (commandline -opc)',
    '  set -e words[1]',
    '  while set -q words[1]',
    '    switch $words[1]',
    '      case -C',
    '        set -e words[1]',
    "      case '-*'",
    "      case '*'",
    '        break',
    '    end',
    '    set -e words[1]',
    '  end',
    '  test "$words[1]" = "$argv[1]"',
    'end',
    'complete -c tagwire -f',
    "complete -c tagwire -n __tagwire_at -s h -l help -d 'show this help'",
    "complete -c tagwire -n __tagwire_at -s C -r -F -d 'there'",
    "complete -c tagwire -n __tagwire_at -a add -d 'the feed\\'s page: found'",
    `${within} -F`,
    `${within} -l to -r -F -d 'a [part]'`,
    `${within} -l level -x -a 'warn info' -d 'how much'`,
    `${within} -l port -x -d 'where'`,
    "complete -c tagwire -n __tagwire_at -a check -d 'check'",
    '',
  ]);
});

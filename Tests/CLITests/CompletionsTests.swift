import TestSupport
import Testing

@testable import CLI

/// Each case: what was typed before the word, the word so far, what the shell must offer.
private let cases: [(before: String, word: String, offers: [String])] = [
  ("", "a", ["apply"]),
  ("", "st", ["store"]),
  ("store ", "", ["inspect"]),
  ("apply ", "--y", ["--yes"]),
  ("--no-color apply ", "--li", ["--limit"]),
  ("store inspect ", "--fo", ["--format"]),
  ("store inspect --format ", "", ["json", "text"]),
]

@Suite(.timeLimit(.minutes(15))) struct `Shells complete what the definition says` {
  @Test(arguments: cases)
  func `bash`(before: String, word: String, offers: [String]) async {
    await withTemporaryFolder { folder in
      let script = BashCompletions(Sample.program).script
      let words = before.split(separator: " ").map { "'\($0)'" }.joined(separator: " ")
      let shell = Shell.run(
        """
        cd \(folder)
        cat > plumb.bash <<'END'
        \(script)
        END
        source ./plumb.bash
        COMP_WORDS=(plumb \(words) '\(word)'); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _plumb
        printf '%s\\n' "${COMPREPLY[@]}" | sort
        """)
      #expect(shell.output == offers.map { $0 + "\n" }.joined())
    }
  }

  @Test func `bash offers files, also with spaces, and values behind an equals sign`() async {
    await withTemporaryFolder { folder in
      let shell = Shell.run(
        """
        cd \(folder); touch 'a file.yaml'
        cat > plumb.bash <<'END'
        \(BashCompletions(Sample.program).script)
        END
        source ./plumb.bash
        COMP_WORDS=(plumb apply a); COMP_CWORD=2; _plumb; printf '<%s>' "${COMPREPLY[@]}"
        COMP_WORDS=(plumb apply --color = al); COMP_CWORD=4; _plumb; printf '<%s>' "${COMPREPLY[@]}"
        COMP_WORDS=(plumb apply --color =); COMP_CWORD=3; _plumb; printf '<%s>' "${COMPREPLY[@]}"
        """)
      #expect(shell.output == "<a file.yaml><always><auto><always><never>")
    }
  }

  @Test(.enabled(if: Shell.has("fish"), "fish is not installed"), arguments: cases)
  func `fish`(before: String, word: String, offers: [String]) async {
    await withTemporaryFolder { folder in
      let shell = Shell.run(
        """
        cd \(folder)
        cat > plumb.fish <<'END'
        \(FishCompletions(Sample.program).script)
        END
        HOME=\(folder) fish --no-config -c 'source plumb.fish; complete -C "plumb \(before)\(word)"' |
          cut -f 1 | sort
        """)
      #expect(shell.output == offers.map { $0 + "\n" }.joined())
    }
  }

  /// zsh completes only in its line editor, so it runs on a pseudo-terminal of its own.
  @Test(.enabled(if: Shell.has("zsh"), "zsh is not installed"), arguments: cases)
  func `zsh`(before: String, word: String, offers: [String]) async {
    await withTemporaryFolder { folder in
      let shell = Shell.run(
        """
        cd \(folder)
        cat > plumb.zsh <<'END'
        \(ZshCompletions(Sample.program).script)
        END
        cat > capture.zsh <<'END'
        \(zshCapture)
        END
        zsh -f capture.zsh 'plumb \(before)\(word)' | sort
        """)
      #expect(shell.output == offers.map { $0 + "\n" }.joined())
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"].filter(Shell.has))
  func `the real scripts are sound`(shell: String) async {
    let check = Shell.run(
      "plumb completions \(shell) > /dev/null && plumb completions \(shell) | \(shell) -n")
    #expect(check.status == 0, "\(check.output)")
  }
}

/// Starts a zsh with completion on a pseudo-terminal, types a line and Tab, and prints what compadd
/// was given, one offer a line.
private let zshCapture = #"""
  zmodload zsh/zpty
  zpty -b inner zsh -f -i
  zpty -w inner 'PROMPT=; unsetopt zle_bracketed_paste; autoload -Uz compinit && compinit -u -d ./dump'
  zpty -w inner 'source ./plumb.zsh'
  zpty -w inner 'compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
    typeset -a __hits; builtin compadd -A __hits "$@"
    [[ -n $__hits ]] && print -rl -- "${__hits[@]}" >> ./hits
  }'
  zpty -w inner 'bindkey "^I" complete-word; zstyle ":completion:*" list-prompt ""; print re""ady >> ./state'
  for ((i = 0; i < 200; i++)); do [[ -s state ]] && break; sleep 0.05; done
  zpty -w -n inner "$1"$'\t'
  for ((i = 0; i < 40; i++)); do [[ -s hits ]] && break; sleep 0.05; done
  sleep 0.1
  zpty -d inner
  sort -u hits 2>/dev/null
  """#

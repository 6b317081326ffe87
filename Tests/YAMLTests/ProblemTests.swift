import Testing
import YAML

@Suite struct `Problems of broken texts` {
  @Test(
    arguments: [
      (
        "a: 1\na: 2\nb: 3\na: 4\n",
        [
          "2:1+1 duplicateKey: duplicate key \"a\", first written on line 1 | keep one of the two",
          "4:1+1 duplicateKey: duplicate key \"a\", first written on line 1 | keep one of the two",
        ]
      ),
      (
        "a: x\n  b: y\n",
        [
          "2:4+1 syntax: this line continues the text of line 1, so it can have no key | align it with line 1 (column 1), or remove the value of line 1"
        ]
      ),
      (
        "a: b: c\n",
        [
          "1:5+1 syntax: a second colon on the line cannot end a key | put quotes around the value if the colon belongs to it"
        ]
      ),
      (
        "a:\n  foo:bar\n  baz: 1\n",
        [
          "3:6+1 syntax: this line continues the text of line 2, so it can have no key | put a space after the colon on line 2"
        ]
      ),
      (
        "name: x\nfoo:bar\nbaz: 1\n",
        ["2:1+1 syntax: expected a colon after this key | put a space after the colon"]
      ),
      (
        "name: x\nfoo\nbaz: 1\n",
        [
          "2:1+1 syntax: expected a colon after this key | write key: value, or indent the line if it continues the text above"
        ]
      ),
      (
        "a:\n    b: 1\n  c: 2\n",
        [
          "3:3+1 syntax: the indentation of this line fits no line above it | align it with line 1 (column 1) or line 2 (column 5)"
        ]
      ),
      (
        "a: 1\n- b\n",
        [
          "2:1+1 syntax: a list item cannot stand among the keys of the mapping of line 1 | indent the list below its key, or remove the dash"
        ]
      ),
      (
        "a:\n  - x\n  y: 1\n",
        [
          "3:3+1 syntax: expected an item of the list that begins on line 2 | begin the line with \"- \" at column 3, or indent it as its list's key"
        ]
      ),
      (
        "  a: 1\nb: 2\n",
        [
          "2:1+1 syntax: this line is indented less than the beginning of the document | align it with line 1 (column 3)"
        ]
      ),
      ("a: 1\n}\n", ["2:1+1 syntax: unexpected } | remove it, or put quotes around the text"]),
      (
        "a: \"x\n",
        [
          "1:4+1 syntax: the quote opened here is never closed | close it; inside single quotes a quote is written twice, inside double quotes as \\\""
        ]
      ),
      (
        "a: 1\nb: 'it's'\n",
        [
          "2:8+1 syntax: unexpected text after the closing quote | inside single quotes a quote is written twice, inside double quotes as \\\""
        ]
      ),
      (
        "a: 'it\nb: 2\n",
        [
          "1:4+1 syntax: the quote opened here is never closed | close it; inside single quotes a quote is written twice, inside double quotes as \\\""
        ]
      ),
      (
        "a: \"x\" y\n",
        [
          "1:8+1 syntax: unexpected text after the closing quote | inside single quotes a quote is written twice, inside double quotes as \\\""
        ]
      ),
      (
        "a: [1] b\n",
        ["1:8+1 syntax: unexpected text after the value | put quotes around the whole value"]
      ),
      (
        "a: [1, 2\nb: 3\n",
        [
          "2:2+1 syntax: expected , or ] in the list opened on line 1, column 4 | write the missing , or ], or put quotes around the text"
        ]
      ),
      ("a: [1, 2\n", ["1:4+1 syntax: [ is never closed | write ] at its end"]),
      ("a: {b: 1\n", ["1:4+1 syntax: { is never closed | write } at its end"]),
      (
        "a: {b: 1]\n",
        [
          "1:9+1 syntax: expected , or } in the mapping opened on line 1, column 4 | write the missing , or }, or put quotes around the text"
        ]
      ),
      (
        "a: [1, , 2]\n",
        [
          "1:8+1 syntax: expected a value here | remove the extra comma or bracket, or write the missing value"
        ]
      ),
      (
        "a: ]\n",
        [
          "1:4+1 syntax: expected a value here | remove the extra comma or bracket, or write the missing value"
        ]
      ),
      (
        "a:\n\tb: 1\n",
        ["2:1+1 syntax: a tab indents this line | use spaces; YAML allows no tabs in indentation"]
      ),
      (
        "a:\n  b: 1\n\tc: 2\n",
        ["3:1+1 syntax: a tab indents this line | use spaces; YAML allows no tabs in indentation"]
      ),
      (
        "a: |\n\tb\n",
        ["2:1+1 syntax: a tab indents this line | use spaces; YAML allows no tabs in indentation"]
      ),
      ("a:\tb\n", []),
      ("a: @x\n", ["1:4+1 syntax: a value cannot begin with @ | put quotes around the value"]),
      ("a: `x`\n", ["1:4+1 syntax: a value cannot begin with ` | put quotes around the value"]),
      ("a: %x\n", ["1:4+1 syntax: a value cannot begin with % | put quotes around the value"]),
      (
        "%x\n",
        [
          "1:3+1 syntax: unknown directive | only %YAML and %TAG are known; put quotes around text that begins with %"
        ]
      ),
      (
        "%YAML 2.0\n---\na\n",
        ["1:1+1 syntax: unknown version of YAML | write %YAML 1.2, or remove the line"]
      ),
      (
        "%YAML 1.1\na: 1\n",
        ["2:1+1 syntax: expected --- after the directives | write a line with --- before this"]
      ),
      (
        "a: *.txt\n",
        [
          "1:4+1 syntax: * begins an alias, and no name follows | put quotes around text that begins with *"
        ]
      ),
      (
        "a: & b\n",
        [
          "1:4+1 syntax: & begins an anchor, and no name follows | put quotes around text that begins with &"
        ]
      ),
      (
        "a: *b\nc: *d\n",
        [
          "1:4+2 unknownAlias: alias *b names no anchor | write &b before a value further up in the same document, or put quotes around the text if no alias is meant",
          "2:4+2 unknownAlias: alias *d names no anchor | write &d before a value further up in the same document, or put quotes around the text if no alias is meant",
        ]
      ),
      (
        "a: &b [1, *b]\n",
        [
          "1:11+2 unknownAlias: alias *b stands inside its own anchor &b | a value cannot contain itself"
        ]
      ),
      (
        "a: !env FOO\nb: !!binary x\nc: !!int x\nd: !!map [1]\ne: !x!y z\n",
        [
          "1:4+4 unsupportedTag: tag !env is not supported on a scalar | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
          "2:4+8 unsupportedTag: tag !!binary is not supported on a scalar | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
          "3:4+7 unsupportedTag: \"x\" is not a value of tag !!int | remove the tag or correct the value",
          "4:4+5 unsupportedTag: tag !!map is not supported on a sequence | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
          "5:4+1 syntax: the tag has an undeclared prefix | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
        ]
      ),
      (
        "a: !env FOO\nb: !!binary x\nc: !!int x\nd: !!map [1]\ne: !<x> y\n",
        [
          "1:4+4 unsupportedTag: tag !env is not supported on a scalar | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
          "2:4+8 unsupportedTag: tag !!binary is not supported on a scalar | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
          "3:4+7 unsupportedTag: \"x\" is not a value of tag !!int | remove the tag or correct the value",
          "4:4+5 unsupportedTag: tag !!map is not supported on a sequence | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
          "5:4+4 unsupportedTag: tag !<x> is not supported on a scalar | remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known",
        ]
      ),
      (
        "x: &x {a: 1}\ny:\n  <<: *x\n  \"<<\": 1\n",
        [
          "3:3+2 unsupportedTag: merge key << is not supported | write the merged keys out, or use an alias as a whole value"
        ]
      ),
      (
        "a: {{ x }}\n",
        [
          "1:5+5 keyNotScalar: a key must be text, this one is a mapping | put quotes around the value if its brackets or braces are text"
        ]
      ),
      (
        "? [a, b]\n: 1\n? {c: d}\n: 2\n",
        [
          "1:3+6 keyNotScalar: a key must be text, this one is a sequence | put quotes around the value if its brackets or braces are text",
          "3:3+6 keyNotScalar: a key must be text, this one is a mapping | put quotes around the value if its brackets or braces are text",
        ]
      ),
      (
        "a: \"\\q\"\n",
        [
          "1:5+1 syntax: unknown escape sequence between double quotes | write \\\\ for a backslash, or use single quotes"
        ]
      ),
      (
        "a: \"\\xg\"\n",
        [
          "1:7+1 syntax: expected hexadecimal digits after the escape | \\x takes two, \\u takes four, \\U takes eight digits"
        ]
      ),
      (
        "a: \"\\ud83d\\ude00\"\n",
        [
          "1:7+1 syntax: this escape names no character | write the character itself, or \\U with eight digits"
        ]
      ),
      (
        "a: |0\n  x\n",
        ["1:5+1 syntax: the indentation after | or > must be 1 to 9 | remove the digit"]
      ),
      (
        "a: | x\n  x\n",
        [
          "1:6+1 syntax: unexpected text at the end of this line | begin the text on the next line, or put a space before the comment"
        ]
      ),
      (
        "a: - b\n",
        [
          "1:4+1 syntax: a list cannot begin here | begin the list on a line of its own, below its key"
        ]
      ),
      (
        "é: ü: x\r\n",
        [
          "1:5+1 syntax: a second colon on the line cannot end a key | put quotes around the value if the colon belongs to it"
        ]
      ),
      (
        "ok: 1\r\n---\r\n\"日本\": {a: 1, a: 2}\r\nb: [\r\n",
        [
          "3:14+1 duplicateKey: duplicate key \"a\", first written on line 3 | keep one of the two",
          "5:1+1 syntax: the text ends where a value is expected | close the last open [ or {",
        ]
      ),
      (
        "a: 1\0\n",
        [
          "1:5+1 encoding: control character (U+0000) in the text | remove it, or write \\x00 between double quotes"
        ]
      ),
      (
        "ä\u{7F}: 1\n",
        [
          "1:2+1 encoding: control character (U+007F) in the text | remove it, or write \\x7F between double quotes"
        ]
      ),
      (
        "a: 1\nb: x y\n",
        [
          "2:5+1 encoding: invisible line separator (U+2028) in the text | remove it, or write \\u2028 between double quotes"
        ]
      ),
      (
        "a: 1\nb: x﻿y\n",
        [
          "2:5+1 encoding: byte order mark (U+FEFF) inside the text | remove this invisible character"
        ]
      ),
      (
        "a: {b:, c: 1}\n",
        ["1:6+1 syntax: unexpected colon | put a space after the colon, or quotes around the text"]
      ),
      ("[a: 1, b\n", ["1:1+1 syntax: [ is never closed | write ] at its end"]),
      (
        "a: 'x\n---\nb: 1\n",
        [
          "1:4+1 syntax: the quote opened here is never closed | close it; inside single quotes a quote is written twice, inside double quotes as \\\""
        ]
      ),
      (
        "a: 1\n...\nb: 2\n",
        [
          "3:1+1 syntax: the document has already ended above this line | indent the line as the others, or write --- before it to begin another document"
        ]
      ),
    ] as [(String, [String])])
  func `are told with place and remedy`(_ text: String, _ problems: [String]) {
    #expect(read(text).problems.map(outline) == problems)
  }
}

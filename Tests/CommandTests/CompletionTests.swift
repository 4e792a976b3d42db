import Foundation
import Testing

@testable import sandan

/// `--version` and the completion scripts.
@Suite struct CompletionTests {
  @Test func versionAlone() throws {
    let scratch = try ScratchFolder()
    for arguments in [["--version"], ["match", "--version"], ["--version", "--lang", "en"]] {
      let result = try SandanProcess.run(arguments, in: scratch)
      #expect(result.status == 0)
      #expect(result.output == "\(programVersion)\n")
      #expect(result.errors.isEmpty)
    }
  }

  @Test func bashTakesItsScript() throws {
    let scratch = try ScratchFolder()
    let script = try SandanProcess.run(["--generate-completion-script", "bash"], in: scratch)
    #expect(script.status == 0)
    try scratch.write(script.output, to: "completion.bash")
    let syntax = try SandanProcess.run("/bin/bash", ["-n", "completion.bash"], in: scratch)
    #expect(syntax.status == 0, "\(syntax.errors)")
    // The shell knows the commands and options once it has read it.
    let tried = try SandanProcess.run(
      "/bin/bash",
      [
        "-c",
        """
        source completion.bash
        COMP_WORDS=(sandan mat); COMP_CWORD=1; COMP_LINE="sandan mat"; COMP_POINT=10; _sandan sandan mat sandan
        echo "${COMPREPLY[@]}"
        COMP_WORDS=(sandan match --str); COMP_CWORD=2; COMP_LINE="sandan match --str"; COMP_POINT=18; COMPREPLY=(); _sandan sandan --str match
        echo "${COMPREPLY[@]}"
        """,
      ], in: scratch)
    #expect(tried.output == "match\n--strict\n", "\(tried.errors)")
  }

  @Test(arguments: ["zsh", "fish"]) func othersNameEveryCommand(_ shell: String) throws {
    let scratch = try ScratchFolder()
    let script = try SandanProcess.run(["--generate-completion-script", shell], in: scratch)
    #expect(script.status == 0)
    for word in ["init", "check", "match", "verify", "time-limit", "open-dictionaries"] {
      #expect(script.output.contains(word))
    }
  }
}

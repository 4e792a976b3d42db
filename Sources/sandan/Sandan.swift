import ArgumentParser
import Glibc

/// The program's version, part of every plan's fingerprint.
let programVersion = "0.1.0"

@main
struct Sandan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandan",
    abstract: "三单匹配：读入需求清单和资源清单，写出服务清单。",
    discussion: """
      每周三步：
        sandan check 需求.csv 资源.csv --week 2026-W48       查错，不写任何文件
        sandan match 需求.csv 资源.csv --week 2026-W48 --out 本周
        sandan verify 本周                                  逐条复核派单结果
      第一次使用：sandan init 目录，得到两张模板、一份政策文件和一页说明。

      Three lists: needs and resources in, the service list out.
      Messages and reports in English: --lang en.
      """,
    version: programVersion,
    subcommands: [Init.self, Check.self, Match.self, Verify.self])

  static func main() {
    // Lists hold personal data: nothing this program writes is readable by others.
    umask(0o077)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      failure.tell()
      exit(withError: ArgumentParser.ExitCode(failure.status.rawValue))
    } catch {
      exit(withError: error)
    }
  }
}

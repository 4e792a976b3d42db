import ArgumentParser

@main
struct Sandan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandan", abstract: "三单匹配: needs and resources in, the service list out.")
}

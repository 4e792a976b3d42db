import Foundation
import Reports

/// The folder of an office's own templates.
struct TemplateFolder {
  static let style = "style.css"
  /// The names that files of the folder may have.
  static let names = ReportPages.names.map { "\($0).html" } + [style]

  private let path: String
  private let language: Language

  /// A folder to read templates from.
  ///
  /// - Throws: when there is no such folder, or a file in it is no template of any page: what an
  ///   office has changed would be passed over without a word. Hidden files are left alone.
  init(_ path: String, _ language: Language) throws {
    self.path = path
    self.language = language
    guard try Disk.kind(of: path) == .folder else {
      throw Failure(.noInput, PageText.noTemplates(path, language))
    }
    let entries: [String]
    do {
      entries = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw Failure(.permission, PageText.unreadableTemplates(path, language))
    }
    let odd = entries.filter { !$0.hasPrefix(".") && !TemplateFolder.names.contains($0) }
    guard odd.isEmpty else {
      throw Failure(
        .data,
        odd.map { PageText.oddTemplate("\(path)/\($0)", TemplateFolder.names, language) })
    }
  }

  /// A page's template: the folder's file, else the built-in one; and so with the style.
  func template(of page: any ReportPage.Type, _ material: PageMaterial) throws -> PageTemplate {
    try template(named: page.name, sections: page.sections(material).map(\.name))
  }

  /// The template of a page with some sections.
  func template(named name: String, sections: [String]) throws -> PageTemplate {
    let own = FileManager.default.contents(atPath: "\(path)/\(name).html")
    let style = FileManager.default.contents(atPath: "\(path)/\(TemplateFolder.style)")
    do {
      return try PageTemplate(
        page: own.map(Array.init), style: style.map(Array.init),
        sections: sections)
    } catch {
      let file = error.isOfStyle ? TemplateFolder.style : "\(name).html"
      throw Failure(.data, PageText.template("\(path)/\(file)", error, language))
    }
  }

  /// Writes the built-in templates into a folder where there is no file of the name.
  ///
  /// - Returns: the names written.
  static func writeBuiltIn(into path: String, _ language: Language) throws -> [String] {
    let files =
      ReportPages.names.map { (name: "\($0).html", text: PageTemplate.skeleton) }
      + [(name: style, text: PageTemplate.standardStyle)]
    do {
      if try Disk.kind(of: path) == .absent { try Disk.makeFolder(path) }
      var written: [String] = []
      for file in files where try Disk.kind(of: "\(path)/\(file.name)") == .absent {
        try Disk.writeFile(Array(file.text.utf8), at: "\(path)/\(file.name)")
        written.append(file.name)
      }
      return written
    } catch {
      throw OutputFolder(path: path, language: language).failure(error)
    }
  }
}

import Matching

/// The style sheet of a report: screen, light and dark, and paper.
enum ReportStyle {
  static let sheet: StaticString = """

    :root{color-scheme:light dark;--ink:#1b1f24;--quiet:#57606a;--paper:#fff;--soft:#f1f4f7;\
    --line:#d0d7de;--track:#d0d7de;--fill:#1f5f99}
    @media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--quiet:#9aa4ae;--paper:#14171a;\
    --soft:#21262c;--line:#3b444d;--track:#3b444d;--fill:#6db1ee}}
    @media print{:root{color-scheme:light;--ink:#000;--quiet:#333;--paper:#fff;--soft:#eee;\
    --line:#999;--track:#ddd;--fill:#444}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:64rem;padding:1.5rem 1rem 3rem;background:var(--paper);\
    color:var(--ink);font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",\
    "PingFang SC",sans-serif}
    header{border-bottom:3px solid var(--fill);margin-bottom:1rem}
    h1{font-size:1.7rem;line-height:1.3;margin:0}
    header p{margin:.2rem 0 .6rem;color:var(--quiet)}
    nav{margin:0 0 .6rem}nav a{color:var(--fill);margin-right:1rem;white-space:nowrap}
    h2{font-size:1.25rem;margin:2rem 0 .6rem}
    .tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:.6rem;margin:0}
    .tiles div{background:var(--soft);border-left:4px solid var(--fill);padding:.5rem .8rem}
    .tiles dt{color:var(--quiet);font-size:.85rem}
    .tiles dd{margin:0;font-size:1.7rem;font-weight:700;line-height:1.3;\
    font-variant-numeric:tabular-nums}
    .pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem;align-items:start}
    table{border-collapse:collapse;width:100%;margin:.4rem 0 1.2rem}
    caption{text-align:left;font-weight:600;padding:.3rem 0}
    th,td{border-bottom:1px solid var(--line);padding:.28rem .5rem;text-align:left;\
    vertical-align:top}
    thead th{background:var(--soft);border-bottom:2px solid var(--line);white-space:nowrap}
    tbody th{font-weight:500;overflow-wrap:anywhere}td{overflow-wrap:anywhere}
    tr.group th{background:var(--soft);font-weight:600;padding-top:.45rem}
    small{color:var(--quiet);font-weight:400}
    .c{white-space:nowrap}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
    .b{width:32%;min-width:6rem;vertical-align:middle}
    .bar{display:block;width:100%;height:.75rem}.track{fill:var(--track)}.fill{fill:var(--fill)}
    .notice{border:2px solid var(--fill);padding:.5rem .8rem;font-weight:600}
    footer{margin-top:2rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.85rem}
    @media (max-width:40rem){.tiles{grid-template-columns:repeat(2,1fr)}.pair{display:block}\
    section{overflow-x:auto}}
    @page{size:A4;margin:15mm 13mm 16mm;@bottom-center{content:counter(page) " / " counter(pages);\
    font-size:9pt}}
    @media print{body{max-width:none;padding:0;font-size:9.5pt;line-height:1.45}nav{display:none}\
    h1{font-size:17pt}h2{font-size:13pt;margin-top:1.2rem;break-after:avoid}\
    caption{break-after:avoid}th,td{padding:.12rem .4rem}\
    thead{display:table-header-group}tr{break-inside:avoid}\
    tr.group{break-after:avoid}.tiles div,#week,#tiers{break-inside:avoid}\
    .tiles div,thead th,tr.group th,.track,.fill{print-color-adjust:exact;\
    -webkit-print-color-adjust:exact}}

    """

  /// SHA-256 of the sheet in base64, by which a browser knows it for ours.
  static var digest: String { base64(SHA256.hash(Array("\(sheet)".utf8))) }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var result = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(place <= group.count ? digits[word >> (18 - 6 * place) & 63] : "=")
      }
    }
    return result
  }
}

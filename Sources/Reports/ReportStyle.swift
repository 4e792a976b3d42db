import Crypto
import Foundation
import Matching

/// The style sheet of a report: screen, light and dark, and paper.
enum ReportStyle {
  static let sheet: StaticString = """

    :root{color-scheme:light dark;--ink:#1b1f24;--quiet:#57606a;--paper:#fff;--soft:#f1f4f7;\
    --line:#d0d7de;--track:#d0d7de;--fill:#1f5f99;--q1:#dbe9f6;--q2:#b8d4ec;--q3:#8dbae0;\
    --q4:#6ba5d6;--part:#f0c674;--none:#f2a58e}
    @media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--quiet:#9aa4ae;--paper:#14171a;\
    --soft:#21262c;--line:#3b444d;--track:#3b444d;--fill:#6db1ee;--q1:#1b2e40;--q2:#1f4163;\
    --q3:#225482;--q4:#265f94;--part:#6b5215;--none:#7a3524}}
    @media print{:root{color-scheme:light;--ink:#000;--quiet:#333;--paper:#fff;--soft:#eee;\
    --line:#999;--track:#ddd;--fill:#444;--q1:#e6e6e6;--q2:#d9d9d9;--q3:#c8c8c8;--q4:#b5b5b5;\
    --part:#f6f6f6;--none:#a8a8a8}}
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
    .pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 1.5rem;align-items:start}
    table{border-collapse:collapse;width:100%;margin:.4rem 0 1.2rem}
    caption{text-align:left;font-weight:600;padding:.3rem 0}
    th,td{border-bottom:1px solid var(--line);padding:.28rem .5rem;text-align:left;\
    vertical-align:top}
    thead th{background:var(--soft);border-bottom:2px solid var(--line);white-space:nowrap}
    tbody th{font-weight:500;overflow-wrap:anywhere}td{overflow-wrap:anywhere}
    tr.group th{background:var(--soft);font-weight:600;padding-top:.45rem}
    small{color:var(--quiet);font-weight:400}
    .c{white-space:nowrap}.h{text-align:right}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
    .b{width:32%;min-width:6rem;vertical-align:middle}
    .bar{display:block;width:100%;height:.75rem}.track{fill:var(--track)}.fill{fill:var(--fill)}
    a{color:var(--fill)}tr:target,.slip:target,.answer:target{outline:2px solid var(--fill)}
    .heat th,.heat td{padding:.2rem .15rem;text-align:center;border:1px solid var(--paper)}
    .heat tbody th{text-align:left;white-space:nowrap;padding-right:.5rem}.heat thead th{padding:.2rem .1rem}
    :lang(en) .heat thead th{white-space:normal}.wide thead th{white-space:normal;min-width:4em}
    .heat td a{color:inherit}.heat td.h{font-variant-numeric:tabular-nums}.heat td.q0{color:var(--quiet);background:var(--soft)}
    .q1{background:var(--q1)}.q2{background:var(--q2)}.q3{background:var(--q3)}.q4{background:var(--q4)}
    figure{margin:.6rem 0 1.2rem}figcaption{color:var(--quiet);font-size:.9rem;margin-top:.3rem}
    .chart{display:block;width:100%;max-width:36rem;height:auto}
    .map{display:block;width:100%;max-width:44rem;height:auto}
    svg text{fill:var(--ink);font:12px "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
    .axis{stroke:var(--quiet);fill:none}.even{stroke:var(--quiet);stroke-dasharray:5 4;fill:none}
    .line{stroke:var(--fill);stroke-width:2.5;fill:none}.dot{fill:var(--fill)}
    .area{fill:var(--q2)}
    .m0{fill:var(--q2)}.m1{fill:var(--part)}.m2{fill:var(--none)}.m0,.m1,.m2{stroke:var(--line)}
    .key{list-style:none;padding:0;margin:.2rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
    .key svg{width:1.4em;height:1em;vertical-align:-.1em;margin-right:.35em}
    .slip,.answer{border:1px solid var(--line);padding:.8rem 1rem;margin:0}
    .cut{display:flex;align-items:center;gap:.6rem;margin:.9rem 0;color:var(--quiet);font-size:.8rem;break-inside:avoid;break-before:avoid}
    .cut::before,.cut::after{content:"";flex:1;border-top:2px dashed var(--quiet)}
    .sign{display:grid;grid-template-columns:repeat(3,1fr);gap:1.5rem;margin:1.2rem 0 .3rem}
    .sign div{border-bottom:1px solid var(--ink);min-height:2rem;color:var(--quiet);font-size:.85rem}
    .decision{margin:1rem 0 0;font-weight:600;break-after:avoid}.ruled{break-inside:avoid}.ruled div{border-bottom:1px solid var(--quiet);height:2.2rem}
    .answer p{margin:.5rem 0;text-indent:2em}.answer p.plain{text-indent:0}.slip h2,.answer h2{margin-top:0}
    .slip thead th{white-space:normal}.slip thead th:last-child{white-space:nowrap}.slip td:nth-child(5){min-width:8rem}.slip td:nth-child(6){min-width:9rem}.slip td:nth-child(7){min-width:4.5rem}.slip td:nth-child(8){text-align:center;font-size:1.2em}
    .answer .source{color:var(--quiet);font-size:.85rem;text-indent:0}
    .notice{border:2px solid var(--fill);padding:.5rem .8rem;font-weight:600}
    footer{margin-top:2rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.85rem;overflow-wrap:anywhere}
    @media (max-width:40rem){.tiles{grid-template-columns:repeat(2,1fr)}.pair{display:block}}
    @media screen{section,.pair>div{overflow-x:auto}}
    @page{size:A4;margin:15mm 13mm 16mm;@bottom-center{content:counter(page) " / " counter(pages);\
    font-size:9pt}}
    @media print{a{color:inherit;text-decoration:none}h3{break-after:avoid}.slip{padding:.6rem .3rem}\
    .slip th,.slip td{padding:.15rem .25rem}.slip td:nth-child(5){min-width:6rem}.slip td:nth-child(6){min-width:7rem}.slip td:nth-child(7){min-width:3.5rem}.slip,.answer,figure{break-inside:avoid}\
    .slip.long{break-inside:auto}.heat th,.heat td{font-size:7.5pt}.q1,.q2,.q3,.q4,.q0,.m0,.m1,.m2,\
    .area{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{max-width:none;padding:0;font-size:9.5pt;line-height:1.45}nav,#parts{display:none}\
    h1{font-size:17pt}h2{font-size:13pt;margin-top:1.2rem;break-after:avoid}\
    caption{break-after:avoid}th,td{padding:.12rem .4rem}\
    thead{display:table-header-group;break-after:avoid}tr{break-inside:avoid}tbody tr:first-child{break-before:avoid}\
    tr.group{break-after:avoid}.tiles div,#week,#tiers{break-inside:avoid}\
    .tiles div,thead th,tr.group th,.track,.fill{print-color-adjust:exact;\
    -webkit-print-color-adjust:exact}}

    """

  /// SHA-256 of a sheet in base64.
  static func digest(of sheet: [UInt8]) -> String {
    Data(SHA256.hash(data: sheet)).base64EncodedString()
  }
}

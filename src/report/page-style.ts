import { AUTHORITY_PAINTS, DARK, MONO, PAINTS, type Paint, SANS } from './map-style.js';

const variables = (scheme: keyof Paint): string =>
  Object.entries({ ...PAINTS, ...AUTHORITY_PAINTS })
    .map(([name, paint]) => `--${name}:${paint[scheme]}`)
    .join(';');

const authorityColours = Object.keys(AUTHORITY_PAINTS)
  .map((name) => `.of-${name}{--own:var(--${name})}`)
  .join('\n');

/** The page's style sheet: one column, cards, no picture and no font but the reader's. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;${variables('light')}}
${DARK}{:root{${variables('dark')}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 ${SANS}}
main,header.top,footer{max-width:1240px;margin:0 auto;padding:0 24px}
code,.mono{font-family:${MONO};font-size:.875em}
a{color:inherit;text-underline-offset:3px}
:focus-visible{outline:2px solid var(--es-ca);outline-offset:2px}
h1,h2,h3,p,dl,dd,figure,pre,table{margin:0}
h1{font-size:2.25rem;line-height:1.15;letter-spacing:-.02em;overflow-wrap:anywhere}
h2{font-size:1.375rem;letter-spacing:-.01em;line-height:1.3}
h3{font-size:1rem;line-height:1.4;overflow-wrap:anywhere}
h3 .quiet{font-weight:400}
.quiet{color:var(--quiet)}
.small{font-size:.875rem}
${authorityColours}

header.top{padding-top:40px}
.about{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:8px;color:var(--quiet)}
nav{position:sticky;top:0;z-index:2;background:var(--ground);border-bottom:1px solid var(--line);margin-top:28px}
nav ul{max-width:1240px;margin:0 auto;padding:0 24px;display:flex;flex-wrap:wrap;gap:0 24px;list-style:none}
nav a{display:block;padding:10px 0;text-decoration:none;color:var(--quiet);font-size:.9375rem}
nav a:hover{color:var(--ink);box-shadow:inset 0 -2px currentColor}

.verdict{margin-top:28px;padding:24px 28px;border:1px solid var(--line);border-left:6px solid var(--good);border-radius:12px;background:var(--card)}
.verdict.failed{border-left-color:var(--bad)}
.verdict>p:first-child{font-size:1.375rem;font-weight:650;line-height:1.35;letter-spacing:-.01em}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:20px;margin-top:20px}
.facts dt{color:var(--quiet);font-size:.875rem}
.facts dd{font-size:1.625rem;white-space:nowrap;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}
.facts dd small{display:block;white-space:normal;font-size:.8125rem;font-weight:400;color:var(--quiet)}

section{padding-top:52px;scroll-margin-top:24px}
section>h2+p{margin-top:6px;max-width:76ch;color:var(--quiet)}
section>h2~h3{margin-top:32px}
.map{margin-top:18px;overflow-x:auto;border:1px solid var(--line);border-radius:14px}
.map svg{display:block;width:100%;min-width:940px;height:auto}

table{width:100%;border-collapse:collapse;font-size:.9375rem}
.card{margin-top:16px;background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}
th,td{padding:9px 16px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th:first-child{width:30%}
thead th{border-top:0;font-size:.8125rem;font-weight:600;color:var(--quiet);vertical-align:bottom}
tbody th{font-weight:400}
tbody .group th{padding-top:18px;font-weight:650;background:none}
tbody:first-of-type .group th{border-top:1px solid var(--line)}
td.number{font-variant-numeric:tabular-nums}
.mark{font-weight:650;white-space:nowrap}
.ok .mark,.good{color:var(--good)}
.bad .mark,.over,.early,.error{color:var(--bad)}
.soon,.warning{color:var(--soon)}
td.bad{background:color-mix(in srgb,var(--bad) 10%,transparent)}
.none{color:var(--quiet)}

.note{margin-top:12px;max-width:96ch}

.trouble{margin-top:14px;padding:18px 22px;background:var(--card);border:1px solid var(--line);border-left:6px solid var(--bad);border-radius:12px;overflow-wrap:anywhere}
.trouble.is-warning{border-left-color:var(--soon)}
.trouble.is-info{border-left-color:var(--es-ca)}
.trouble h3{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline}
.pairs{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 18px;margin-top:10px}
.pairs dt{color:var(--quiet);font-size:.875rem;padding-top:.1em}
.pairs dd{overflow-wrap:anywhere}

.authorities{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:16px;margin-top:18px}
.authority{padding:18px 20px;background:var(--card);border:1px solid var(--line);border-top:5px solid var(--own);border-radius:12px}
.tag{color:var(--own,var(--ink));font-weight:650}
.authority .pairs{grid-template-columns:minmax(0,1fr);gap:0}
.authority .pairs dt{margin-top:8px}
.life-line{display:flex;flex-wrap:wrap;align-items:center;gap:2px 14px}
.life-line .life{font-size:.875rem}
.bar{flex:none;width:120px;height:6px;border-radius:3px}
.bar .all{fill:var(--line)}
.bar .rest{fill:var(--own,var(--quiet))}
.life{font-variant-numeric:tabular-nums}

details{margin-top:12px}
details.box{background:var(--card);border:1px solid var(--line);border-radius:12px}
details.box>summary{padding:12px 18px}
details.box[open]>summary{border-bottom:1px solid var(--line)}
summary{cursor:pointer;overflow-wrap:anywhere}
summary .life{color:var(--quiet)}
summary .life.soon{color:var(--soon)}
summary .life.over,summary .life.early{color:var(--bad)}
.hosts{padding:0 18px 6px}
.hosts>details{margin:10px 0}
.host{padding:12px 0;border-top:1px solid var(--line)}
.host:first-child{border-top:0}
.certificate{margin-top:12px;border-left:3px solid var(--own,var(--line));padding-left:14px}
.certificate .pairs{margin-top:4px;gap:0 18px}

.command{position:relative;margin-top:10px}
pre{padding:18px 20px;overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:12px;font:.875rem/1.6 ${MONO};tab-size:2}
.byhand{margin-top:24px}
button{position:absolute;top:10px;right:10px;padding:5px 12px;font:600 .8125rem ${SANS};color:var(--ink);background:var(--ground);border:1px solid var(--line);border-radius:7px;cursor:pointer}
button:hover{border-color:var(--quiet)}
button[hidden]{display:none}
footer{padding-top:56px;padding-bottom:48px;color:var(--quiet);font-size:.875rem}

@media screen and (max-width:760px){
  main,header.top,footer,nav ul{padding-left:16px;padding-right:16px}
  header.top{padding-top:24px}
  nav{position:static}
  h1{font-size:1.75rem}
  .verdict{padding:18px 18px}
  .stack thead{display:none}
  .stack,.stack tbody,.stack tr,.stack th,.stack td{display:block;width:100%}
  .stack th,.stack td{border-top:0;padding:3px 16px}
  .stack tr{padding:10px 0;border-top:1px solid var(--line)}
  .stack td{display:flex;gap:12px;justify-content:space-between}
  .stack td::before{content:attr(data-label);color:var(--quiet);font-size:.875rem}
  .stack td.none{display:none}
  .stack .group{padding-bottom:0}
  .stack tbody:first-of-type .group{border-top:0}
  .stack tbody .group th{border-top:0}
  .facts dd{font-size:1.375rem}
  .pairs{grid-template-columns:minmax(0,1fr);gap:0}
  .pairs dt{margin-top:8px}
  .command button{position:static;margin-bottom:8px}
}
@media print{
  @page{margin:14mm}
  :root{color-scheme:light}
  html{font-size:11px}
  body{font-size:1rem;background:#fff}
  th,td{padding:5pt 7pt}
  .facts{grid-template-columns:repeat(5,1fr);gap:10pt}
  .facts dd{font-size:13pt}
  .authorities{grid-template-columns:repeat(3,minmax(0,1fr))}
  nav,button{display:none!important}
  main,header.top,footer{max-width:none;padding:0}
  section{padding-top:24pt}
  h2,h3,summary{break-after:avoid}
  .verdict,.trouble,.authority,.host,tr,pre{break-inside:avoid}
  .map{overflow:visible}
  .map svg{min-width:0}
  pre{white-space:pre-wrap;overflow-wrap:anywhere}
  details.prints::details-content{content-visibility:visible;display:block;height:auto}
}
`;

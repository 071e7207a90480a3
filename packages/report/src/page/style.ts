/** The page's style sheet. Colours are variables, so that the dark page differs from the light one in one place. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f6f7f9;--text:#1b1f24;--muted:#57606a;--line:#dfe3e8;--accent:#0072b2;--warning:#b35900;--warning-ground:#fff6ea}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14181d;--ground:#0d1014;--text:#e8eaed;--muted:#9da7b3;--line:#2a3038;--accent:#4aa8e0;--warning:#f0a050;--warning-ground:#241a10}}
*{box-sizing:border-box}
html{background:var(--ground);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:55rem;padding:2.5rem 1.5rem 4rem;color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
h1{margin:0;font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;font-weight:650}
.subtitle{margin:.5rem 0 0;color:var(--muted)}
header{margin-bottom:2rem}
section{margin-top:2.75rem}
section:first-child{margin-top:1.5rem}
h2{margin:0 0 1rem;padding-top:.9rem;border-top:1px solid var(--line);font-size:1.25rem;line-height:1.3;font-weight:620;scroll-margin-top:1rem}
h3{margin:1.75rem 0 .6rem;font-size:1rem;font-weight:620}
p{margin:.75rem 0;max-width:44rem}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
nav ol{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9rem}
figure{margin:1.25rem 0;padding:.75rem;background:var(--paper);border:1px solid var(--line);border-radius:8px}
figure img{display:block;max-width:100%;height:auto;margin:0 auto}
@media (min-width:55rem){.pixels{image-rendering:pixelated}}
.chart{overflow-x:auto}
.chart svg{display:block;max-width:100%;height:auto;min-width:36rem;margin:0 auto}
.chart.small svg{min-width:18rem}
figcaption{margin-top:.6rem;padding:0 .25rem;color:var(--muted);font-size:.875rem;line-height:1.45}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem;align-items:stretch}
.figures figure{margin:0}
.figures.wide{grid-template-columns:minmax(0,1fr)}
.figures+.figures,.figures+figure,figure+.figures{margin-top:1rem}
.scroll{overflow-x:auto;margin:1rem 0;background:var(--paper);border:1px solid var(--line);border-radius:8px}
table{width:100%;border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{padding:.6rem .9rem;text-align:left;color:var(--muted);font-size:.875rem;border-bottom:1px solid var(--line)}
th,td{padding:.42rem .9rem;text-align:left;vertical-align:top}
thead th{color:var(--muted);font-weight:560;white-space:nowrap}
tbody tr{border-top:1px solid var(--line)}
tbody tr:first-child{border-top:0}
thead+tbody tr:first-child{border-top:1px solid var(--line)}
.number{text-align:right;white-space:nowrap}
.settings th{width:14rem;color:var(--muted);font-weight:450}
.settings td{font-family:ui-monospace,"Cascadia Code",Menlo,Consolas,monospace;font-size:.85rem;white-space:pre-wrap;overflow-wrap:anywhere}
.metrics{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;margin:1rem 0}
.metrics>div{padding:.8rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:8px}
.metrics dt{color:var(--muted);font-size:.85rem}
.metrics dd{margin:.15rem 0 0}
.value{font-size:1.55rem;font-weight:620;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.unit{color:var(--muted);font-size:.95rem}
.detail{display:block;color:var(--muted);font-size:.8rem;line-height:1.4}
.code-caption{margin:1rem 0 -.5rem;color:var(--muted);font-size:.875rem}
pre{margin:1rem 0;padding:.8rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--paper);border:1px solid var(--line);border-radius:8px;font:.85rem/1.5 ui-monospace,"Cascadia Code",Menlo,Consolas,monospace}
.note{margin:1rem 0;padding:.1rem 1rem;border-left:3px solid var(--accent);background:var(--paper);border-radius:0 8px 8px 0}
.warning{border-left-color:var(--warning);background:var(--warning-ground)}
footer{margin-top:3.5rem;padding-top:.9rem;border-top:1px solid var(--line);color:var(--muted);font-size:.85rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media screen and (min-width:72rem){
.has-contents{max-width:70rem;display:grid;grid-template-columns:12rem minmax(0,52rem);column-gap:3rem}
.has-contents>header,.has-contents>main,.has-contents>footer{grid-column:2}
.has-contents section:first-child{margin-top:0}
.has-contents>nav{grid-column:1;grid-row:2/span 2;position:sticky;top:2.5rem;align-self:start}
.has-contents>nav ol{flex-direction:column;flex-wrap:nowrap;gap:.5rem}
.has-contents>nav a{color:var(--muted)}
}
@media screen and (max-width:36rem){
body{padding:1.5rem 1rem 3rem}
h1{font-size:1.55rem}
.metrics{grid-template-columns:1fr 1fr}
.value{font-size:1.3rem}
.settings th{width:9rem}
th,td{padding:.4rem .65rem}
}
@media print{
html{background:#fff}
body{max-width:none;padding:0;font-size:10pt}
nav{display:none}
figure,.metrics>div,tr,pre{break-inside:avoid}
h2,h3{break-after:avoid}
.chart,.scroll{overflow:visible}
.chart svg,.chart.small svg{min-width:0}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

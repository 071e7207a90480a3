import { build } from "esbuild"; import { gzipSync } from "node:zlib"; import fs from "node:fs";
const src = fs.readFileSync("packages/distributions/src/index.ts","utf8");
let names = process.argv.slice(2);
if (names[0]==="all") { names = [...src.matchAll(/export \{ (\w+)[^}]*\} from "\.\/(families|combinators)/g)].map(m=>m[1]); names.push("klDivergence","*"); }
const out=[];
for (const name of names) {
const contents = name==="*" ? 'export * from "@variate/distributions"' : `export { ${name} } from "@variate/distributions"`;
const r = await build({ stdin:{contents, resolveDir: process.cwd()}, bundle:true, minify:true, format:"esm", write:false, external:["@tensorflow/tfjs-core"], conditions:["variate-source"], target:"es2022"});
out.push([gzipSync(r.outputFiles[0].contents,{level:9}).length, r.outputFiles[0].contents.length, name]);
fs.writeFileSync("/tmp/out.js", r.outputFiles[0].contents);
}
for (const o of out.sort((a,b)=>b[0]-a[0])) console.log(o.join(" "));

import { build } from "esbuild"; import { gzipSync } from "node:zlib";
const name = process.argv[2];
const r = await build({ stdin:{contents:`export { ${name} } from "@variate/distributions"`, resolveDir: process.cwd()}, bundle:true, minify:true, format:"esm", write:false, external:["@tensorflow/tfjs-core"], conditions:["variate-source"], metafile:true, target:"es2022"});
console.log(name, gzipSync(r.outputFiles[0].contents,{level:9}).length, r.outputFiles[0].contents.length);
for (const [f,o] of Object.entries(Object.values(r.metafile.outputs)[0].inputs).sort((a,b)=>b[1].bytesInOutput-a[1].bytesInOutput)) console.log(o.bytesInOutput, f);

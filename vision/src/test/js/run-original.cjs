// Runs a TensorFlow.js graph model on one input with the runtime it was made for.
// usage: node run-original.cjs NODE_MODULES MODEL_JSON WEIGHTS INPUT OUTPUT_FOLDER DIM,DIM,DIM,DIM
// INPUT and the files of OUTPUT_FOLDER (one per output, named like it) hold 32-bit floats, little endian.
const fs = require('node:fs');
const path = require('node:path');
const [modules, modelFile, weightFile, inputFile, outputFolder, dims] = process.argv.slice(2);
const packageOf = (name) => require(path.join(modules, name));

async function main() {
  const tf = packageOf('@tensorflow/tfjs-core');
  const wasm = packageOf('@tensorflow/tfjs-backend-wasm');
  const { loadGraphModel } = packageOf('@tensorflow/tfjs-converter');
  wasm.setWasmPaths(path.join(modules, '@tensorflow/tfjs-backend-wasm/dist/'));
  await tf.setBackend('wasm');
  await tf.ready();
  const json = JSON.parse(fs.readFileSync(modelFile, 'utf8'));
  const bytes = fs.readFileSync(weightFile);
  const model = await loadGraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      format: json.format,
      signature: json.signature,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    }),
  });
  const raw = fs.readFileSync(inputFile);
  const values = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
  const names = Object.values(json.signature.outputs).map((output) => output.name.split(':')[0]);
  const results = model.execute(tf.tensor(values, dims.split(',').map(Number)), names);
  for (const [i, name] of names.entries()) {
    const data = await results[i].data();
    fs.writeFileSync(path.join(outputFolder, name), Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }
  console.log(`ran on ${tf.getBackend()}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

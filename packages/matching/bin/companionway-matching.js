#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`companionway-matching: Node 22.18 or newer is needed; this is ${process.versions.node}.`);
  process.exit(2);
}
const { run } = await import('../src/cli/main.ts');
process.exitCode = run(process.argv.slice(2), (line) => console.log(line), (line) => console.error(line));

// Imported first by every command, and written so that a very old Node can still read it and say what is wrong.
const NEEDED = 20;
const major = Number(process.versions.node.split('.')[0]);

if (major < NEEDED) {
  console.error(`
  Huati needs Node.js ${NEEDED} or newer; this is ${process.version}.  https://nodejs.org/
  话题需要 Node.js ${NEEDED} 或更新版本；当前是 ${process.version}。
`);
  process.exit(1);
}

export {};

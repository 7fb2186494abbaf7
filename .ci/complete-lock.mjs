// Lists in package-lock.json the platform packages (optional dependencies made for another
// operating system or processor) that the registry in use did not offer. `npm ci` refuses a lock
// file without them, although it would never install them here. Run after `npm install`:
//
//   node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'windows'];
const CPU = ['arm64', 'arm', 'amd64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'mipsel', 'wasm32'];
/** Without it both of a pair would be installed: a hundred megabytes too many for some tools. */
const LIBC = { musl: 'musl', musleabihf: 'musl', gnu: 'glibc', gnueabihf: 'glibc' };
const NPM_NAME = { windows: 'win32', amd64: 'x64' };

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** Where npm would look for `name` from the package at `path`: nested first, then hoisted. */
const isLocked = (name, path) => lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];

const platformOf = (name) => {
  const words = name.split('/').pop().split(/[-_]/);
  const os = words.find((word) => OS.includes(word)) ?? 'none';
  const cpu = words.find((word) => CPU.includes(word)) ?? 'none';
  const libc = words.flatMap((word) => LIBC[word] ?? []);
  return { os: [NPM_NAME[os] ?? os], cpu: [NPM_NAME[cpu] ?? cpu], ...(os === 'linux' && libc.length > 0 ? { libc } : {}) };
};

let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(name, path)) continue;
    lock.packages[`node_modules/${name}`] = { version, optional: true, ...(entry.dev ? { dev: true } : {}), ...platformOf(name) };
    added += 1;
  }
}
if (added > 0) {
  const [root, ...rest] = Object.entries(lock.packages);
  rest.sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries([root, ...rest]);
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`package-lock.json: ${added} platform packages added`);

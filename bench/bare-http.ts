import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#platform/free-port.ts';

const waitFor = async (url: string) => {
  while ((await fetch(url).catch(() => undefined))?.status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
};

/** node:http in a process of its own, serving the same bytes to whoever asks whatever. */
export const startBareHttp = async (body: Buffer) => {
  const folder = await mkdtemp(join(tmpdir(), 'routebook-bench-'));
  const file = join(folder, 'body.json');
  await writeFile(file, body);
  const port = await freePort();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'peers/bare-http.ts'), String(port), file], { stdio: 'inherit' });
  await waitFor(`http://127.0.0.1:${port}/`);
  const stop = async () => {
    child.kill();
    await rm(folder, { recursive: true });
  };
  return { port, stop };
};

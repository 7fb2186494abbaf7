// A tiny service for the supervisor's tests. Port and behaviour come as arguments: `stubborn` ignores SIGTERM,
// `parent` has a child of its own, `broken` ends at once.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const [port, behaviour] = process.argv.slice(2);
if (behaviour === 'broken') {
  console.log('the flux capacitor is missing');
  process.exit(3);
}
if (behaviour === 'stubborn') process.on('SIGTERM', () => console.log('no'));
if (behaviour === 'parent') spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', `child-of-${port}`], { stdio: 'ignore' });
createServer((_, response) => response.end('ok')).listen(Number(port), '127.0.0.1');

import { connect } from 'node:net';

/** What a server says to bytes that no HTTP client would send, up to the end of the connection or of one answer with a length. */
export const rawAnswer = (port: number, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
      const [, head = '', body = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(heard) ?? [];
      const length = /^content-length: (\d+)$/im.exec(head)?.[1];
      if (length !== undefined && Buffer.byteLength(body) >= Number(length)) socket.destroy();
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
  });

import { spawnSync } from 'node:child_process';
import { encodeAbiParameters, encodeEventTopics, pad, parseAbi, parseAbiParameters } from 'viem';
import { describe, expect, test } from 'vitest';
import { ARB_RETRYABLE_TX } from '#bridges/arbitrum-bridge/contracts.ts';
import { PUBLISHED_TOPICS } from '#bridges/arbitrum-bridge/testing/arbitrum-logs.ts';
import { REPOSITORY } from '../data-dir.ts';
import { decodeCommand } from './decode-command.ts';
import { type ReadOptions, readCommand } from './read-command.ts';
import { recordedFiles } from './testing/recorded-files.ts';

const { folder, fixture, file } = recordedFiles();
const NOW_MS = 1_800_000_000_000;
const read = (bridge: string, path: string, options: ReadOptions = {}) => readCommand(bridge, path, options, NOW_MS);
const ASK = '{"from":"ethereum:USDC","to":"base:USDC","amountIn":"1000000000"}';

describe('read', () => {
  test('a question given beside the answer is the one that counts', async () => {
    const given = await read('across', fixture('across', 'suggested-fees.json'), { ask: ASK });
    expect(given).toMatchObject({ failure: { code: 'MALFORMED_ANSWER', detail: expect.stringContaining('asked was 0xA0b8') } });
  });

  test.each([
    ['error-503.json', '<html>', { code: 'UPSTREAM_ERROR' }],
    ['suggested-fees.error-429.json', 'slow down', { code: 'RATE_LIMITED', retryAfterMs: 7_000 }],
    ['suggested-fees.json', '{"isAmountTooLow":fal', { code: 'MALFORMED_ANSWER' }],
    ['suggested-fees.json', '{}', { code: 'MALFORMED_ANSWER' }],
    ['limits.json', '{"minDeposit":1}', { code: 'MALFORMED_ANSWER' }],
    ['deposit-status.not-found.json', '{"error":"DepositNotFoundException","message":"Deposit not found"}', { code: 'NOT_FOUND' }],
    ['deposit-status.json', '{"status":"lost","originChainId":1,"depositId":"1"}', { code: 'MALFORMED_ANSWER' }],
    ['suggested-fees.error.json', '{"type":"AcrossApiError","code":"NEW","status":418,"message":"tea"}', { code: 'UPSTREAM_ERROR' }],
  ])('%s holding %s', async (name, content, failure) => {
    expect(await read('across', file(name, content), { header: ['Retry-After: 7'] })).toMatchObject({ failure });
  });

  test('a maximum named in words is given in base units of what was asked', async () => {
    const body = '{"code":"AMOUNT_TOO_HIGH","message":"Amount exceeds max. deposit limit: 1234.5 USDC"}';
    const given = await read('across', file('suggested-fees.error-too-high.json', body), { ask: ASK });
    expect(given).toMatchObject({ failure: { code: 'AMOUNT_TOO_HIGH', limit: '1234500000' } });
  });

  test.each([
    ['no bridge', 'narnia', 'x.json', {}, /No bridge "narnia"; known are across, stargate/],
    ['no file', 'across', '/nowhere/suggested-fees.json', {}, /cannot be read: ENOENT/],
    ['no endpoint', 'across', file('teapot.json', '{}'), {}, /no endpoint "teapot"; name the file after one of suggested-fees/],
    ['no recorded answers', 'optimism-bridge', file('quote.json', '{}'), {}, /asked on chain and has no recorded answers/],
    ['no name', 'across', '-', {}, /--endpoint suggested-fees/],
    ['a question for a transfer', 'relay', fixture('relay', 'intents-status-v3.success.json'), { ask: ASK }, /about a transfer: --ask is/],
    ['a transfer for a question', 'across', fixture('across', 'limits.json'), { ask: '{"originChainId":1}' }, /to a question: --ask is/],
    ['no JSON', 'across', fixture('across', 'limits.json'), { ask: '{' }, /--ask is no JSON/],
    ['no asset', 'across', fixture('across', 'limits.json'), { ask: ASK.replace('base:USDC', 'base:DOGE') }, /no asset "DOGE" on base/],
    ['no amount', 'across', fixture('across', 'limits.json'), { ask: ASK.replace('1000000000', '1e9') }, /amountIn/],
    ['no status', 'across', fixture('across', 'limits.json'), { status: 'fine' }, /--status fine/],
    ['no header', 'across', fixture('across', 'limits.json'), { header: ['x'] }, /--header x/],
    ['no time', 'across', fixture('across', 'limits.json'), { at: 'soon' }, /--at soon/],
  ])('%s is told in a sentence', async (_name, bridge, path, options, words) => {
    await expect(read(bridge, path, options)).rejects.toThrow(words);
  });
});

describe('decode', () => {
  const abi = parseAbi(['event OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)']);
  const guid = pad('0x07');
  const toAddress = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
  const log = {
    address: '0xe8CDF27AcD73a434D661C84887215F7598e7d0d3',
    topics: encodeEventTopics({ abi, eventName: 'OFTReceived', args: { guid, toAddress } }),
    data: encodeAbiParameters(parseAbiParameters('uint32, uint256'), [30_101, 9_994_000n]),
  };

  test('a log, given itself or in a file', () => {
    const expected = { event: { kind: 'fill', transferKey: `stargate:1:${guid}`, fields: { deliveredAmount: '9994000' } } };
    expect(decodeCommand('stargate', { chain: 'arbitrum', log: JSON.stringify(log) })).toMatchObject(expected);
    expect(decodeCommand('stargate', { chain: '42161', log: file('log.json', JSON.stringify(log)) })).toMatchObject(expected);
  });

  test('what stands beside a log goes with it: the block that names a burn', () => {
    const topics = ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', pad(toAddress), pad('0x')];
    const burn = { address: '0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619', topics, data: pad('0x05') };
    const keyOf = (given: object) => decodeCommand('polygon-bridge', { chain: 'polygon', log: JSON.stringify({ ...burn, ...given }) });
    expect(keyOf({})).toMatchObject({ event: { kind: 'deposit', transferKey: null } });
    expect(keyOf({ blockNumber: 7 })).toMatchObject({ event: { transferKey: expect.stringMatching(/^polygon-bridge:137:0x/) } });
  });

  test('a redeem whose outcome nobody gives is no arrival; a ticket says nothing without its transaction’s other logs', () => {
    const ticket = pad('0x09');
    const redeem = [PUBLISHED_TOPICS.RedeemScheduled, ticket, pad('0x0a'), pad('0x')];
    const told = (topics: readonly unknown[], given: object = {}) =>
      decodeCommand('arbitrum-bridge', {
        chain: 'arbitrum',
        log: JSON.stringify({ address: ARB_RETRYABLE_TX, topics, data: `0x${'0'.repeat(256)}`, ...given }),
      });
    expect(told(redeem)).toMatchObject({ event: { kind: 'message-delivered', fields: { redeem: 'outcome unknown' } } });
    expect(told(redeem, { outcome: 'success' })).toMatchObject({ event: { kind: 'fill', transferKey: `arbitrum-bridge:1:${ticket}` } });
    expect(told(redeem, { outcome: 'reverted' })).toMatchObject({ event: null });
    expect(told([PUBLISHED_TOPICS.TicketCreated, ticket], { data: '0x' })).toEqual({
      event: null,
      why: expect.stringContaining('without the other logs of its transaction'),
    });
  });

  test('why it says nothing', () => {
    const why = (chain: string, given: object) => decodeCommand('stargate', { chain, log: JSON.stringify(given) });
    expect(why('avalanche', log)).toEqual({ event: null, why: expect.stringContaining('none of its contracts') });
    expect(why('arbitrum', { ...log, topics: [guid] })).toEqual({ event: null, why: expect.stringContaining('no event with topic') });
    expect(why('arbitrum', { ...log, data: '0x' })).toEqual({ event: null, why: expect.stringContaining('do not fit') });
    expect(() => why('mars', log)).toThrow(/no such chain/);
  });
});

describe('the command', () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['stack/bridge-cli.ts', ...words], { cwd: REPOSITORY, encoding: 'utf8', env: { PATH: process.env.PATH } });

  test('prints JSON alone and ends with 0, for a failure too', () => {
    const { status, stdout, stderr } = run('read', 'across', fixture('across', 'error-500.json'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'UPSTREAM_ERROR' } });
  });

  test.each([
    ['an unknown bridge', ['read', 'narnia', 'x.json']],
    ['a missing file', ['read', 'across']],
  ])('ends with 2 and a sentence for %s', (_name, words) => {
    const { status, stdout, stderr } = run(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('asks live, and shows what was asked and what became of it when nobody is there', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['stack/bridge-cli.ts', 'quote', 'across', '--ask', ASK, '--data-dir', folder],
      {
        cwd: REPOSITORY,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ACROSS_API_URL: 'http://127.0.0.1:1' },
      },
    );
    expect(status).toBe(0);
    expect(stderr).toContain(`No stack runs on ${folder}`);
    expect(JSON.parse(stdout)).toMatchObject({
      exchanges: [{ request: { method: 'GET', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/suggested-fees\?/) } }],
      reading: { failure: { code: 'UPSTREAM_ERROR' } },
    });
  });
});

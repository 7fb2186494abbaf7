import { expect, test } from 'vitest';
import { guardSql } from './sql-guard.ts';

test.each([
  'SELECT count() FROM quotes',
  "SELECT 'file(1) SETTINGS FORMAT' AS `a b`, nullIf(a, 1), url, format('{}', bridge) FROM quotes",
  'WITH 1 AS x SELECT x FROM numbers(3)',
  '(SELECT 1) UNION ALL (SELECT 2)',
  'EXPLAIN SELECT 1',
  'DESCRIBE TABLE quotes',
  "SELECT concat(detail, 'it\\'s a file') FROM quote_failures",
])('lets %s pass', (statement) => {
  expect(guardSql(statement, {})).toBeUndefined();
});

test.each([
  ["SELECT file('/etc/passwd')", '"file"'],
  ["SELECT * APPLY file FROM (SELECT '/etc/passwd')", '"file"'],
  ["SELECT arrayMap(file, ['/etc/passwd'])", '"file"'],
  ["SELECT 'x\\\\', file('/etc/passwd')", '"file"'],
  ["SELECT 'it\\'s', file('/etc/passwd')", '"file"'],
  ["SELECT 1 AS `a\\`b`, file('/etc/passwd')", '"file"'],
  ["SELECT * FROM `NULL`('a UInt8 DEFAULT 1')", '"NULL"'],
  ["SELECT * FROM eval('SELECT 1')", '"eval"'],
  ["SELECT * FROM redis('127.0.0.1:1', 'k', 'a UInt8')", '"redis"'],
  ["SELECT structureToProtobufSchema('a UInt8')", '"structureToProtobufSchema"'],
  ["SELECT getServerSetting('path')", '"getServerSetting"'],
  ["SELECT aiGenerate('x')", '"aiGenerate"'],
  ['SELECT 1 SETTINGS max_threads = 1', 'SETTINGS'],
  ['SELECT 1 FORMAT CSV', 'FORMAT'],
  ["SELECT 1 INTO OUTFILE 'x'", 'OUTFILE'],
  ['INSERT INTO quotes SELECT * FROM quotes', 'INSERT'],
  ['DROP TABLE quotes', 'DROP'],
  ['SET max_threads = 1', 'SET'],
])('refuses %s', (statement, named) => {
  expect(guardSql(statement, {})).toMatchObject({ code: 'SQL_NOT_ALLOWED', pointer: '/query', detail: expect.stringContaining(named) });
});

test('a name that comes as a parameter is a plain one, of no function that reaches out', () => {
  const statement = 'SELECT {column:Identifier} FROM quotes';
  expect(guardSql(statement, { column: 'bridge' })).toBeUndefined();
  expect(guardSql(statement, {})).toBeUndefined();
  for (const column of ['file', 'a.file', '`file`', 'fi\\x6ce', 'a b', 7])
    expect(guardSql(statement, { column })).toMatchObject({ code: 'INVALID_PARAMETER', pointer: '/parameters/column' });
});
